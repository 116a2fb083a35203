import {
  countedDimensions,
  FIRST_FILL_CELL,
  objectAccess,
  pageReader,
  type Filter,
  type FilterAtom,
  type ObjectModel,
} from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { Cell, PageReader, RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import { planPage } from "./plan-for.ts";

/** Records counted one by one; beyond it the count is a minimum. */
const MOST_COUNTED = 10_000;
/** Up to here records are counted themselves, so that a count shows at once what was just written. */
const COUNTED_AT_ONCE = 500;

export interface RecordCount {
  readonly count: number;
  /** True when there may be more. */
  readonly isMinimum: boolean;
}

type CountPorts = { readonly recordStore: RecordStore; readonly clock: Clock };

interface CountOf {
  readonly object: ObjectModel;
  /** Without conditions through relations. */
  readonly filter: Filter | null;
  /** What is left to be found out from related records (`splitHops`). */
  readonly admits?: PageReader["admits"];
  readonly checks?: readonly string[];
}

/**
 * How many records within the caller's reach meet a filter: from kept counters where those tell exactly (no filter, one
 * choice, one owner) and there are many, else by counting, up to `MOST_COUNTED`.
 */
export async function countRecords(ports: CountPorts, caller: Caller, given: CountOf): Promise<RecordCount> {
  const kept = await keptCount(ports, caller, given);
  if (kept !== null && kept > COUNTED_AT_ONCE) return { count: kept, isMinimum: false };
  const { object, filter, admits, checks } = given;
  const now = ports.clock.now().toISOString();
  const limit = MOST_COUNTED;
  const request = { object, filter, sort: [], limit, columns: ["id"], now, anyOrder: true as const };
  const planned = await planPage(ports, caller, { ...request, ...(checks ? { checks } : {}) });
  if (!planned.ok) return { count: 0, isMinimum: true };
  const reader = { ...pageReader(object, []), ...(admits ? { admits } : {}) };
  const { plan } = planned.value;
  const counted = await ports.recordStore.count(caller.workspace, {
    object,
    plan,
    reader,
    most: MOST_COUNTED,
  });
  const count = Math.min(counted.count, MOST_COUNTED);
  return { count, isMinimum: counted.isMinimum || counted.count > MOST_COUNTED };
}

/** The count that the stream's consumer keeps; null: the filter asks for something it does not know. */
async function keptCount(
  ports: CountPorts,
  caller: Caller,
  { object, filter, admits }: CountOf,
): Promise<number | null> {
  const question = admits ? null : cellsAsked(caller, object, filter);
  if (!question) return null;
  const cells = await ports.recordStore.cells(caller.workspace, object, { key: question.key });
  const granted = objectAccess(caller.access, object.apiName);
  return cells
    .filter((one) => granted.seesRecord(one) && question.isAsked(one))
    .reduce((sum, one) => sum + one.count, 0);
}

interface CellsAsked {
  readonly key: string;
  readonly isAsked: (cell: Cell) => boolean;
}

/** The cells that hold the answer. */
function cellsAsked(caller: Caller, object: ObjectModel, filter: Filter | null): CellsAsked | null {
  const [only, ...others] = partsOf(filter);
  if (!only) return { key: FIRST_FILL_CELL, isAsked: () => true };
  if (others.length > 0 || !("field" in only)) return null;
  const values = valuesAsked(caller, only);
  if (only.field === "owner" && values)
    return { key: FIRST_FILL_CELL, isAsked: ({ owner }) => values.has(owner) };
  const counted = countedDimensions(object).find((one) => !one.isMonthly && one.field.name === only.field);
  return counted && values ? { key: counted.key, isAsked: ({ value }) => values.has(value) } : null;
}

function partsOf(filter: Filter | null): readonly Filter[] {
  if (!filter) return [];
  return "and" in filter ? filter.and : [filter];
}

function valuesAsked(caller: Caller, { op, value }: FilterAtom): ReadonlySet<unknown> | null {
  if (op !== "eq" && op !== "in") return null;
  const list = op === "in" ? (value as readonly unknown[]) : [value];
  return new Set(list.map((one) => (one === "@me" ? caller.user.id : one)));
}
