import type { NodeDefinition } from "../contract/metadata/flow.ts";
import type { JsonObject, Json } from "../contract/json.ts";
import type { CompiledExpression, ObjectModel, StoredRecord, WorkspaceSettings } from "../contract/model.ts";
import type { NodeType, RecordSnapshot } from "../contract/node-type.ts";
import type { Result } from "../contract/problem.ts";
import { byApiName } from "../records/values.ts";
import { compileExpression } from "../rules/expression.ts";
import { environmentOf } from "../rules/environment.ts";

/** A workflow's or journey's document as a run keeps to it. */
export interface FlowDocument {
  readonly id: string;
  readonly apiName: string;
  readonly object: string;
  readonly nodes: readonly NodeDefinition[];
}

export interface CompiledStep {
  readonly node: NodeDefinition;
  readonly type: NodeType;
  /** The node's settings over the type's defaults. */
  readonly settings: object;
}

export interface CompiledFlow {
  readonly document: FlowDocument;
  readonly timeZone: string;
  /** Steps by API name; a step of a type that no longer exists is absent. */
  readonly steps: ReadonlyMap<string, CompiledStep>;
  /** The trigger; undefined when its type is unknown. */
  readonly trigger: CompiledStep | undefined;
  /** Evaluates an expression over variables; the source is compiled once. */
  evaluate(source: string, variables: Parameters<CompiledExpression["evaluate"]>[0]): Result<Json>;
}

/** Makes a flow ready to run against an object; never throws: what is wrong shows when a step is reached. */
export function compileFlow(
  document: FlowDocument,
  around: {
    readonly object: ObjectModel;
    readonly workspace: WorkspaceSettings;
    readonly nodeType: (name: string) => NodeType | undefined;
  },
): CompiledFlow {
  const steps = new Map<string, CompiledStep>();
  for (const node of document.nodes) {
    const type = around.nodeType(node.type);
    if (type)
      steps.set(node.apiName, { node, type, settings: { ...type.defaultSettings, ...node.settings } });
  }
  const environment = environmentOf(around.object, around.workspace);
  const compiled = new Map<string, Result<CompiledExpression>>();
  return {
    document,
    timeZone: around.workspace.timeZone,
    steps,
    trigger: steps.get(document.nodes[0]?.apiName ?? ""),
    evaluate(source, variables) {
      const known = compiled.get(source) ?? compileExpression(source, environment);
      compiled.set(source, known);
      return known.ok ? known.value.evaluate(variables) : known;
    },
  };
}

/** A record as steps and expressions see it, system properties among its values. */
export function snapshotOf(object: ObjectModel, record: StoredRecord): RecordSnapshot {
  const { id, owner, createdAt, createdBy, updatedAt, updatedBy, stageEnteredAt = null } = record;
  const values: JsonObject = {
    ...byApiName(object, record.values),
    ...{ id, owner, createdAt, createdBy, updatedAt, updatedBy, stageEnteredAt },
  };
  return { object: object.apiName, id, version: record.version, owner, values };
}
