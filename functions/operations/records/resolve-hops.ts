import {
  failure,
  objectAccess,
  pageReader,
  success,
  type Filter,
  type Json,
  type ObjectModel,
  type Problem,
  type Result,
} from "#engine";
import type { RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import { planFor } from "./plan-for.ts";
import { filterPaths, mapAtoms, resolvePath } from "./field-paths.ts";

/** Most related records one condition through a relation may match (storage.md §6, semi-join). */
export const MAX_HOP_MATCHES = 500;

/** Replaces each condition through a relation by the list of related records that meet it and that the caller may see. */
export async function resolveHops(
  ports: { readonly recordStore: RecordStore },
  caller: Caller,
  given: { readonly object: ObjectModel; readonly filter: Filter | null; readonly now: string },
): Promise<Result<Filter | null>> {
  const { object, filter, now } = given;
  if (!filter || !filterPaths(filter).some(({ path }) => path.includes("."))) return success(filter);
  const problems: Problem[] = [];
  const resolved = await mapAtoms(filter, async (atom) => {
    const hop = resolvePath(caller, object, atom.field)?.hop;
    if (!hop) return atom;
    const condition: Filter = { ...atom, field: hop.field };
    const ids = await matchingIds(ports.recordStore, caller, { object: hop.target, filter: condition, now });
    if (!ids.ok) problems.push(...ids.problems);
    const value: readonly Json[] = ids.ok ? ids.value : [];
    return { field: hop.relation.apiName, op: "in", value };
  });
  return problems.length > 0 ? failure(...problems) : success(resolved);
}

async function matchingIds(
  recordStore: RecordStore,
  caller: Caller,
  given: { readonly object: ObjectModel; readonly filter: Filter; readonly now: string },
): Promise<Result<readonly string[]>> {
  const { object, filter, now } = given;
  const granted = objectAccess(caller.access, object.apiName);
  const limit = MAX_HOP_MATCHES + 1;
  const sort = [] as const;
  const planned = planFor(caller, { object, filter, sort, limit, columns: ["id"], now });
  if (!planned.ok) return planned;
  const page = await recordStore.query(caller.workspace, {
    object,
    plan: planned.value,
    limit,
    position: null,
    reader: pageReader(object, sort),
  });
  if (page.items.length > MAX_HOP_MATCHES || !page.complete) return failure(tooCostly);
  return success(page.items.filter((one) => granted.seesRecord(one)).map((one) => one.id));
}

/** Too many records match a condition through a relation. */
const tooCostly: Problem = {
  kind: "invalid",
  code: "query_too_costly",
  pointer: "/filter",
  message: {
    "zh-CN": `通过关联字段的条件匹配了超过 ${MAX_HOP_MATCHES} 条记录，请缩小范围。`,
    en: `A condition through a relation matches more than ${MAX_HOP_MATCHES} records; narrow it down.`,
  },
};
