import type { ObjectModel, QueryPlan } from "#engine";
import type { PageReader, PlannedCount } from "../../ports/record-store.ts";
import type { Table } from "./client.ts";
import { workspaceKey } from "./keys.ts";
import {
  capacityOf,
  hasMore,
  itemsRead,
  LARGEST_READ,
  nextEntries,
  readInside,
  recordsOf,
  startReading,
  type Reading,
} from "./plan-reading.ts";

export interface CountRequest {
  readonly object: ObjectModel;
  readonly plan: QueryPlan;
  readonly reader: PageReader;
  /** Counts no further than this. */
  readonly most: number;
}

/** How many records a plan finds: by the table alone where every entry counts, else entry by entry. */
export async function countPlanned(
  table: Table,
  workspace: string,
  request: CountRequest,
): Promise<PlannedCount> {
  const { object, most } = request;
  // Whatever the page's own order: counting goes through the ranges once and sorts nothing.
  const plan: QueryPlan = { ...request.plan, mode: "walk", budget: Math.max(request.plan.budget, most) };
  const reading = startReading(table, workspaceKey(workspace), { object, plan, position: null });
  const isInside = await readInside(reading);
  const counted = isInside ? await countIn(reading, { ...request, plan }) : 0;
  const isMinimum = !isInside || hasMore(reading);
  return { count: counted, isMinimum, itemsRead: itemsRead(reading), capacity: capacityOf(reading) };
}

function countIn(reading: Reading, request: CountRequest): Promise<number> {
  const { plan, reader } = request;
  const isUnion = plan.ranges.some((one) => one.source !== undefined);
  const isPlain = plan.residual === null && !plan.within && !reader.admits && !isUnion;
  return isPlain ? countEntries(reading, request) : countMatching(reading, request);
}

async function countEntries(reading: Reading, { most }: CountRequest): Promise<number> {
  let count = 0;
  for (const stream of reading.streams) {
    if (count >= most) break;
    count += await stream.skip(most - count);
  }
  return count;
}

async function countMatching(reading: Reading, { plan, reader, most }: CountRequest): Promise<number> {
  let count = 0;
  while (count < most && hasMore(reading) && itemsRead(reading) < plan.budget) {
    const entries = await nextEntries(reading, LARGEST_READ);
    const records = (await recordsOf(reading, entries)).flatMap((one) => one ?? []);
    const matching = records.filter((one) => plan.residual === null || reader.matches(plan.residual, one));
    const answers = reader.admits ? await reader.admits(matching) : null;
    if (reader.admits && !answers) return count;
    count += answers ? answers.filter(Boolean).length : matching.length;
  }
  return count;
}
