import type { ObjectModel, StoredRecord, WorkspaceModel } from "#engine";
import type { Scan } from "../backfill/scan.ts";
import { rederive } from "../backfill/rederive.ts";
import { derivedFields } from "./derived-fields.ts";
import { rolledInto } from "./record-shares.ts";
import { refreshRecord, type RefreshPorts } from "./refresh-record.ts";

/** Records refreshed at the same time. */
const LANES = 8;

/** Links, roll-ups, formulas and owners of records that existed before what they are worked out by. */
export const relationsScan: Scan = {
  async chunk(context, items) {
    const changed = await rederive(context, items);
    const { ports, model, object, job } = context;
    const targets = targetsOf(
      model,
      object,
      items.map((one) => one.record),
    );
    await eachOf(targets, (target) => refreshOne(ports, model, { ...target, job: job.id }));
    return { changed, errors: [] };
  },
};

type Target = { readonly object: ObjectModel; readonly id: string };

function targetsOf(
  model: WorkspaceModel,
  object: ObjectModel,
  records: readonly StoredRecord[],
): readonly Target[] {
  const isRefreshed = derivedFields(model).refreshed.has(object.apiName);
  const own = isRefreshed ? records.map(({ id }) => ({ object, id })) : [];
  const parents = records.flatMap((record) => rolledInto(model, object, record));
  return [...new Map([...own, ...parents].map((one) => [`${one.object.id}/${one.id}`, one])).values()];
}

function refreshOne(
  ports: RefreshPorts,
  model: WorkspaceModel,
  { object, id, job }: Target & { readonly job: string },
): Promise<void> {
  const actor = { kind: "system", id: "" } as const;
  const causation = { command: `derive:${job}`, correlation: job, depth: 0, path: [], actor };
  return refreshRecord(ports, model, { object, id, causation });
}

export async function eachOf<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const lane = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
