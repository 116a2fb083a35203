import {
  grouping,
  objectAccess,
  pageReader,
  success,
  type CellQuestion,
  type Filter,
  type Grouping,
  type ObjectModel,
  type Result,
} from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { PagePosition, RecordPage, RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import { filterPaths } from "./field-paths.ts";
import { planFor } from "./plan-for.ts";

export interface WalkProgress {
  /** Entries and records read so far. */
  readonly itemsRead: number;
  /** Groups found so far. */
  readonly groups: number;
}

export interface GroupWalk {
  readonly object: ObjectModel;
  /** Its filter holds no conditions through relations. */
  readonly question: CellQuestion;
  /** Entries and records to read at most. */
  readonly budget: number;
  /** RFC 3339 UTC. */
  readonly now: string;
  readonly onProgress?: (progress: WalkProgress) => void;
}

export interface WalkedGroups {
  readonly groups: Grouping;
  /** False: the budget ended first. */
  readonly complete: boolean;
  readonly itemsRead: number;
}

const PAGE = 500;

/** Groups the records within the caller's reach by reading them, as few as an index allows. */
export async function walkGroups(
  { recordStore }: { readonly recordStore: RecordStore; readonly clock: Clock },
  caller: Caller,
  { object, question, budget, now, onProgress }: GroupWalk,
): Promise<Result<WalkedGroups>> {
  const { filter } = question;
  const columns = columnsOf(question);
  const planned = planFor(caller, { object, filter, sort: [], limit: budget, columns, now });
  if (!planned.ok) return planned;
  const plan = { ...planned.value, mode: "walk" as const };
  const granted = objectAccess(caller.access, object.apiName);
  const groups = grouping(object, question);
  const reader = pageReader(object, []);
  let itemsRead = 0;
  let position: PagePosition | null = null;
  do {
    const read = { object, plan, limit: PAGE, position, reader };
    const page: RecordPage = await recordStore.query(caller.workspace, read);
    for (const record of page.items) if (granted.seesRecord(record)) groups.addRecord(record);
    position = page.position;
    itemsRead += page.itemsRead;
    onProgress?.({ itemsRead, groups: groups.size });
  } while (position !== null && itemsRead < budget);
  return success({ groups, complete: position === null, itemsRead });
}

/** API names of all that is looked at, so that entries of an index will do where they hold it. */
function columnsOf({ filter, groupBy, measures }: CellQuestion): readonly string[] {
  const measured = measures.flatMap((one) => (one.fn === "count" ? [] : [one.field]));
  return [...new Set(["owner", ...namesIn(filter), ...groupBy.map((one) => one.field), ...measured])];
}

function namesIn(filter: Filter | null): readonly string[] {
  return filterPaths(filter).map(({ path }) => path);
}
