import { Decimal, exactNumber, unitsOf, type Json, type ObjectModel, type WorkspaceModel } from "#engine";
import type { Cell } from "../../ports/record-store.ts";
import type { DerivedStore } from "../../ports/derived-store.ts";
import { derivedFields, type Rollup } from "./derived-fields.ts";

/** Fraction digits a mean is rounded to. */
const MEAN_DIGITS = 4;

/** What the roll-ups of a record come to now, by the key of the field; strongly consistent. */
export async function rollupValues(
  derivedStore: DerivedStore,
  model: WorkspaceModel,
  target: { readonly object: ObjectModel; readonly id: string },
): Promise<Readonly<Record<string, Json>>> {
  const all = [...derivedFields(model).rollups.values()].flat();
  const own = all.filter((one) => one.parent.id === target.object.id);
  const values = await Promise.all(
    own.map(async (one) => [
      one.field.id,
      await rollupValue(derivedStore, model, { rollup: one, id: target.id }),
    ]),
  );
  return Object.fromEntries(values) as Readonly<Record<string, Json>>;
}

async function rollupValue(
  derivedStore: DerivedStore,
  model: WorkspaceModel,
  { rollup, id }: { readonly rollup: Rollup; readonly id: string },
): Promise<Json> {
  const { summary, key: fieldId } = rollup;
  const object = model.objects.get(summary.object);
  if (!object) return null;
  const workspace = model.workspace.id;
  const place = { objectId: object.id, fieldId };
  const cell = await derivedStore.cell(workspace, { ...place, value: id, owner: "" });
  const name = summarised(object, rollup);
  if (summary.fn === "count") return cell?.count ?? 0;
  if (summary.fn === "sum") return sumOf(rollup, cell, name);
  if (!hasOneUnit(cell, name)) return null;
  if (summary.fn === "avg") return meanOf(rollup, cell, name);
  const end = { ...place, target: id, limit: 1, reverse: summary.fn === "max" };
  const [first] = await derivedStore.links(workspace, end);
  return first?.value ?? null;
}

/** Key of the field whose values are added up; empty where records are only counted. */
function summarised(object: ObjectModel, { summary }: Rollup): string {
  return object.byName.get(summary.of ?? "")?.id ?? "";
}

function hasOneUnit(cell: Cell | null, name: string): cell is Cell {
  return cell !== null && cell.count !== 0 && unitIn(cell, name) !== null;
}

/** Nothing adds up to 0, but to no amount of money, which would need a currency. */
function sumOf(rollup: Rollup, cell: Cell | null, name: string): Json {
  if (!cell || cell.count === 0) return isMoney(rollup) ? null : 0;
  const unit = unitIn(cell, name);
  return unit === null ? null : amountOf(rollup, new Decimal(cell.sums[name]?.[unit] ?? "0"), unit);
}

function meanOf(rollup: Rollup, cell: Cell, name: string): Json {
  const unit = unitIn(cell, name) ?? "";
  const mean = new Decimal(cell.sums[name]?.[unit] ?? "0").dividedBy(new Decimal(cell.count));
  return amountOf(rollup, mean.toDecimalPlaces(MEAN_DIGITS), unit);
}

/** The one unit of the values counted; null where there are several. */
function unitIn(cell: Cell, name: string): string | null {
  const units = Object.entries(cell.sums[unitsOf(name)] ?? {}).filter(([, count]) => Number(count) !== 0);
  return units.length === 1 ? (units[0]?.[0] ?? null) : null;
}

function amountOf(rollup: Rollup, amount: Decimal, currency: string): Json {
  if (!isMoney(rollup)) return exactNumber(amount) ?? Number(amount.toFixed());
  const { type, settings } = rollup.field;
  const value = { amount: amount.toFixed(), currency };
  const normal = type.normalize?.(value, settings, {
    timeZone: "UTC",
    locale: "en",
    now: "1970-01-01T00:00:00Z",
  });
  return type.storage.encode(normal ?? value);
}

function isMoney({ field }: Rollup): boolean {
  return field.type.cel.type === "money";
}
