import {
  pageReader,
  planQuery,
  presentName,
  type Filter,
  type ObjectModel,
  type WorkspaceModel,
} from "#engine";
import type { PagePosition, RecordStore } from "../../ports/record-store.ts";

/** Records are counted exactly up to here; beyond it the plan says “at least”. */
export const COUNT_LIMIT = 10_000;
const PAGE = 200;
const SAMPLES = 5;

export interface Affected {
  readonly count: number;
  readonly isMinimum: boolean;
  readonly samples: readonly { readonly id: string; readonly name: string }[];
}

/** Counts the records of an object that a filter matches, at least to `upTo` (default COUNT_LIMIT), and names the first few. */
export async function countAffected(
  store: RecordStore,
  model: WorkspaceModel,
  request: { readonly object: ObjectModel; readonly filter: Filter | null; readonly upTo?: number },
): Promise<Affected> {
  const { object, filter, upTo = COUNT_LIMIT } = request;
  const planned = planQuery({ object, filter, sort: [], limit: PAGE, columns: null, scope: { kind: "all" } });
  if (!planned.ok) throw new Error(`an impact filter cannot be planned: ${JSON.stringify(planned.problems)}`);
  const samples: { id: string; name: string }[] = [];
  let count = 0;
  let position: PagePosition | null = null;
  do {
    const page = await store.query(model.workspace.id, {
      object,
      plan: planned.value,
      limit: PAGE,
      position,
      reader: pageReader(object, []),
    });
    count += page.items.length;
    for (const one of page.items.slice(0, SAMPLES - samples.length))
      samples.push({ id: one.id, name: presentName(object, one) });
    position = page.position;
  } while (position !== null && count < upTo);
  return { count, isMinimum: position !== null, samples };
}
