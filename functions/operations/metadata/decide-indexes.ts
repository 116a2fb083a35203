import {
  allocateIndexes,
  failure,
  fieldType,
  success,
  type IndexDefinition,
  type MetadataDocument,
  type ObjectDefinition,
  type PipelineDefinition,
  type Result,
} from "#engine";
import type { MetadataPointer } from "../../ports/metadata-store.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import { countAffected } from "./count-affected.ts";
import type { Candidate } from "./load-candidate.ts";
import type { ModelSource } from "./load-model.ts";

/** Index definitions of every object of the candidate; a new one on an object with records starts as `building`. */
export async function decideIndexes(
  ports: { readonly models: ModelSource; readonly recordStore: RecordStore },
  workspace: string,
  candidate: Candidate,
): Promise<Result<MetadataPointer["indexes"]>> {
  const objects = candidate.documents.filter((one) => one.kind === "object");
  const decided = await Promise.all(
    objects.map(async (document) => ({
      id: document.id,
      indexes: await indexesOf(ports, workspace, { document, candidate }),
    })),
  );
  const problems = decided.flatMap(({ indexes }) => (indexes.ok ? [] : indexes.problems));
  if (problems.length > 0) return failure(...problems);
  return success(
    Object.fromEntries(decided.flatMap(({ id, indexes }) => (indexes.ok ? [[id, indexes.value]] : []))),
  );
}

async function indexesOf(
  ports: { readonly models: ModelSource; readonly recordStore: RecordStore },
  workspace: string,
  { document, candidate }: { readonly document: MetadataDocument; readonly candidate: Candidate },
): Promise<Result<readonly IndexDefinition[]>> {
  const previous = candidate.pointer.indexes[document.id] ?? [];
  const definition = document.body as ObjectDefinition;
  const allocated = allocateIndexes({
    definition,
    pipeline: pipelineOf(candidate.documents, definition),
    previous,
    types: fieldType,
  });
  if (!allocated.ok) return allocated;
  const states = new Map(previous.map((one) => [one.id, one.state]));
  const isNew = allocated.value.some((one) => !states.has(one.id));
  const start = isNew && (await hasRecords(ports, workspace, document.id)) ? "building" : "ready";
  return success(allocated.value.map((one) => ({ ...one, state: states.get(one.id) ?? start })));
}

function pipelineOf(
  documents: readonly MetadataDocument[],
  object: ObjectDefinition,
): PipelineDefinition | null {
  const bodies = documents
    .filter((one) => one.kind === "pipeline")
    .map((one) => one.body as PipelineDefinition);
  return bodies.find((one) => one.object === object.apiName) ?? null;
}

async function hasRecords(
  ports: { readonly models: ModelSource; readonly recordStore: RecordStore },
  workspace: string,
  objectId: string,
): Promise<boolean> {
  const model = await ports.models.current(workspace);
  const object = model?.objectsById.get(objectId);
  if (!model || !object) return false;
  return (await countAffected(ports.recordStore, model, { object, filter: null, upTo: 1 })).count > 0;
}
