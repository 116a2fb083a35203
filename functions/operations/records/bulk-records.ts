import {
  failure,
  invalid,
  limits,
  success,
  type JsonObject,
  type Problem,
  type Result,
  type TransitionUse,
} from "#engine";
import type { Caller } from "../access/caller.ts";
import type { WritePorts } from "./command.ts";
import { deleteRecord } from "./delete-record.ts";
import { changeRecord, createRecord } from "./write-record.ts";

/** Most operations in one request (http-api.md). */
export const MAX_BULK_OPERATIONS = limits.bulkOperations;
/** Operations under way at once; their reads and writes travel together. */
const LANES = 50;

/** One operation after its shape was checked; a problem when the shape is wrong. */
export type BulkOperation =
  | { readonly op: "create"; readonly values: JsonObject; readonly owner?: string }
  | {
      readonly op: "update";
      readonly id: string;
      readonly version: number | null;
      readonly values: JsonObject;
      readonly owner?: string;
      /** The pipeline's transition the change is; absent: none is named. */
      readonly transition?: TransitionUse;
    }
  | { readonly op: "delete"; readonly id: string; readonly version: number | null };

export type BulkItem = Result<BulkOperation>;

/** What became of one operation. */
export type BulkOutcome =
  | { readonly status: number; readonly id: string; readonly version?: number }
  | { readonly problems: readonly Problem[] };

/** Carries out each operation on its own, answers in the order sent, and keeps going; never half an item. */
export async function bulkRecords(
  given: WritePorts,
  caller: Caller,
  request: { readonly object: string; readonly items: readonly BulkItem[]; readonly command: string },
): Promise<Result<readonly BulkOutcome[]>> {
  if (request.items.length > MAX_BULK_OPERATIONS) return failure(tooMany);
  const ports = { ...given, recordStore: given.recordStore.together() };
  const repeated = repeatedIds(request.items);
  const outcomes: BulkOutcome[] = [];
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < request.items.length; at = next++) {
      const item = request.items[at];
      if (!item) continue;
      const command = `${request.command}.${at}`;
      outcomes[at] = await outcomeOf(ports, caller, { object: request.object, item, command, repeated });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return success(outcomes);
}

interface ItemRequest {
  readonly object: string;
  readonly item: BulkItem;
  readonly command: string;
  readonly repeated: ReadonlySet<string>;
}

async function outcomeOf(ports: WritePorts, caller: Caller, request: ItemRequest): Promise<BulkOutcome> {
  const { object, item, command, repeated } = request;
  if (!item.ok) return { problems: item.problems };
  const operation = item.value;
  if (operation.op === "create") {
    const created = await createRecord(ports, caller, { ...operation, object, command });
    return created.ok ? written(201, created.value) : { problems: created.problems };
  }
  if (repeated.has(operation.id)) return { problems: [duplicateId] };
  const target = { ...operation, object, command, expectedVersion: operation.version };
  if (operation.op === "delete") {
    const deleted = await deleteRecord(ports, caller, target);
    if (!deleted.ok) return { problems: deleted.problems };
    return { status: deleted.value ? 202 : 204, id: operation.id };
  }
  const changed = await changeRecord(ports, caller, { ...target, values: operation.values });
  return changed.ok ? written(200, changed.value) : { problems: changed.problems };
}

function written(status: number, record: { readonly id: string; readonly version: number }): BulkOutcome {
  return { status, id: record.id, version: record.version };
}

function repeatedIds(items: readonly BulkItem[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const item of items) {
    if (!item.ok || item.value.op === "create") continue;
    if (seen.has(item.value.id)) repeated.add(item.value.id);
    seen.add(item.value.id);
  }
  return repeated;
}

const tooMany: Problem = invalid("/operations", "limit", {
  "zh-CN": `一次最多 ${MAX_BULK_OPERATIONS} 项操作。`,
  en: `At most ${MAX_BULK_OPERATIONS} operations are taken at once.`,
});
const duplicateId: Problem = invalid("/id", "duplicate_id", {
  "zh-CN": "同一请求中此记录出现了多次，均未执行。",
  en: "The request names this record more than once; none of them was carried out.",
});
