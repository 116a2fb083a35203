import {
  failure,
  fillCells,
  FIRST_FILL_CELL,
  objectAccess,
  success,
  type FieldModel,
  type ObjectModel,
  type Result,
} from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { Cell, RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import { notFound } from "./problems.ts";

export interface FillStatistics {
  /** Records within the caller's reach. */
  readonly total: number;
  /** Per field the caller may see, in the object's order: how many of them have a value. */
  readonly fields: readonly { readonly field: string; readonly filled: number }[];
  /** RFC 3339 UTC; counters are about a second behind the records. */
  readonly asOf: string;
  /** The counters are being counted again; the numbers are not right until that has ended. */
  readonly rebuilding?: true;
}

/** How many of an object's records have a value of each field; from kept counters, whatever the object's size. */
export async function fillStatistics(
  ports: { readonly recordStore: RecordStore; readonly clock: Clock },
  caller: Caller,
  request: { readonly object: string },
): Promise<Result<FillStatistics>> {
  const object = caller.model.objects.get(request.object);
  const granted = objectAccess(caller.access, request.object);
  if (!object || !granted.read) return failure(notFound);
  const fields = object.fields.filter((one) => granted.field(one.apiName) !== "none");
  const cells = await cellsOf(ports.recordStore, caller, object);
  const within = cells.filter((one) => granted.seesRecord(one.cell));
  const first = within.filter((one) => one.key === FIRST_FILL_CELL);
  return success({
    total: first.reduce((sum, { cell }) => sum + cell.count, 0),
    fields: fields.map((field) => ({
      field: field.apiName,
      filled: within.reduce((sum, { cell }) => sum + filled(cell, field), 0),
    })),
    asOf: ports.clock.now().toISOString(),
    ...(object.recounted ? { rebuilding: true as const } : {}),
  });
}

async function cellsOf(
  recordStore: RecordStore,
  { workspace }: Caller,
  object: ObjectModel,
): Promise<readonly { readonly key: string; readonly cell: Cell }[]> {
  const keys = [...new Set([FIRST_FILL_CELL, ...fillCells(object).values()])];
  const lists = await Promise.all(
    keys.map(async (key) => {
      const cells = await recordStore.cells(workspace, object, { key });
      return cells.map((cell) => ({ key, cell }));
    }),
  );
  return lists.flat();
}

function filled({ sums }: Cell, { id }: FieldModel): number {
  return Number(sums[id]?.[""] ?? 0);
}
