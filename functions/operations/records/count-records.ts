import { objectAccess, pageReader, type Filter, type ObjectModel } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { PagePosition, RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import { planFor } from "./plan-for.ts";

/** Records counted one by one; beyond it the count is a minimum. */
export const MOST_COUNTED = 2_000;
const PAGE = 200;

export interface RecordCount {
  readonly count: number;
  /** True when there may be more. */
  readonly isMinimum: boolean;
}

/** How many records within the caller's reach meet a filter. */
export async function countRecords(
  ports: { readonly recordStore: RecordStore; readonly clock: Clock },
  caller: Caller,
  given: { readonly object: ObjectModel; readonly filter: Filter | null },
): Promise<RecordCount> {
  const { object, filter } = given;
  const granted = objectAccess(caller.access, object.apiName);
  const now = ports.clock.now().toISOString();
  const plan = planFor(caller, { object, filter, sort: [], limit: PAGE, columns: ["id"], now });
  if (!plan.ok) return { count: 0, isMinimum: true };
  const reader = pageReader(object, []);
  let count = 0;
  let position: PagePosition | null = null;
  do {
    const page = await ports.recordStore.query(caller.workspace, {
      object,
      plan: plan.value,
      limit: PAGE,
      position,
      reader,
    });
    count += page.items.filter((one) => granted.seesRecord(one)).length;
    position = page.position;
    if (!page.complete) return { count, isMinimum: true };
  } while (position !== null && count < MOST_COUNTED);
  return { count, isMinimum: position !== null };
}
