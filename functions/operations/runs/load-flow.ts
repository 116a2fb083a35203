import { compileFlow, nodeType, type CompiledFlow, type FlowDocument, type WorkspaceModel } from "#engine";
import { hashId } from "./identity.ts";

const compiled = new WeakMap<WorkspaceModel, Map<string, CompiledFlow>>();

/** Content hash of a definition's snapshot. */
export function flowHash(flow: FlowDocument): string {
  return hashId(JSON.stringify(flow));
}

/** The parts of a definition that a run keeps to. */
export function snapshotFlow({ id, apiName, object, nodes }: FlowDocument): FlowDocument {
  return { id, apiName, object, nodes };
}

/** A flow compiled against a model, once; null when its object is gone. */
export function flowOf(
  model: WorkspaceModel,
  flow: FlowDocument,
  hash = flowHash(flow),
): CompiledFlow | null {
  const flows = compiled.get(model) ?? new Map<string, CompiledFlow>();
  compiled.set(model, flows);
  const known = flows.get(hash);
  const object = model.objects.get(flow.object);
  if (known || !object) return known ?? null;
  const made = compileFlow(flow, { object, workspace: model.workspace, nodeType });
  flows.set(hash, made);
  return made;
}
