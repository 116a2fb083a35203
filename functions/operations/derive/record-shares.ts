import {
  matchesFilter,
  searchTokens,
  unitsOf,
  valueOf,
  type FieldModel,
  type Filter,
  type Json,
  type ObjectModel,
  type StoredRecord,
  type WorkspaceModel,
} from "#engine";
import type { CellShare, Link } from "../../ports/derived-store.ts";
import { cellShares } from "./cell-shares.ts";
import { derivedFields, type Rollup } from "./derived-fields.ts";
import { matchLinks } from "./match-links.ts";

/** All that is derived from one record. */
export interface RecordShares {
  readonly tokens: readonly string[];
  readonly cells: readonly CellShare[];
  readonly links: readonly Link[];
}

/** What a record adds to search, counters, roll-ups and the links to records it points at; nothing once it is deleted. */
export function recordShares(
  model: WorkspaceModel,
  object: ObjectModel,
  record: StoredRecord | null,
): RecordShares {
  if (!record) return { tokens: [], cells: [], links: [] };
  const rollups = rollupShares(model, object, record);
  return {
    tokens: searchTokens(object, record),
    cells: [...cellShares(model, object, record), ...rollups.map((one) => one.cell)],
    links: [
      ...relationLinks(model, object, record),
      ...rollups.flatMap((one) => one.link ?? []),
      ...matchLinks(object, record),
    ],
  };
}

/** The records that roll-ups of a record's object add it to. */
export function rolledInto(
  model: WorkspaceModel,
  object: ObjectModel,
  record: StoredRecord | null,
): readonly { readonly object: ObjectModel; readonly id: string }[] {
  const rollups = record ? (derivedFields(model).rollups.get(object.apiName) ?? []) : [];
  return rollups.flatMap(({ parent, back }) => {
    const id = record ? valueOf(back, record.values) : null;
    return typeof id === "string" ? [{ object: parent, id }] : [];
  });
}

function relationLinks(model: WorkspaceModel, object: ObjectModel, record: StoredRecord): readonly Link[] {
  const keys = derivedFields(model).linked.get(object.apiName) ?? new Set();
  return object.fields
    .filter((one) => keys.has(one.id))
    .flatMap((field) => {
      const value = valueOf(field, record.values);
      const refs = value === null ? [] : (field.type.references?.(value, field.settings) ?? []);
      return refs.map(({ id }) => ({ fieldId: field.id, target: id, member: record.id }));
    });
}

interface RollupShare {
  readonly cell: CellShare;
  readonly link: Link | null;
}

function rollupShares(
  model: WorkspaceModel,
  object: ObjectModel,
  record: StoredRecord,
): readonly RollupShare[] {
  const rollups = derivedFields(model).rollups.get(object.apiName) ?? [];
  return rollups.flatMap((rollup) => rollupShare(rollup, object, record) ?? []);
}

function rollupShare(rollup: Rollup, object: ObjectModel, record: StoredRecord): RollupShare | null {
  const { summary, back, key: fieldId } = rollup;
  const target = valueOf(back, record.values);
  if (typeof target !== "string" || !isCounted(rollup, object, record)) return null;
  const cell = { fieldId, value: target, owner: "" };
  if (summary.of === null) return { cell: { ...cell, sums: {} }, link: null };
  const of = object.byName.get(summary.of);
  const value = of ? valueOf(of, record.values) : null;
  if (!of || value === null) return null;
  const isEnd = summary.fn === "min" || summary.fn === "max";
  return {
    cell: { ...cell, sums: measuredSums(of, value) },
    link: isEnd ? { fieldId, target, ...placeInOrder(of, value, record) } : null,
  };
}

function isCounted({ summary }: Rollup, object: ObjectModel, record: StoredRecord): boolean {
  const filter = summary.filter as unknown as Filter | null;
  return filter === null || matchesFilter(object, filter, record);
}

/** What the value of one record adds, and that it is one more of its unit. */
function measuredSums({ id, type }: FieldModel, value: unknown): CellShare["sums"] {
  const { amount, unit } = type.measure?.(value) ?? { amount: "0", unit: "" };
  return { [id]: { [unit]: amount }, [unitsOf(id)]: { [unit]: "1" } };
}

/** A member's name begins with its value as the index orders it, so that the first and the last are the ends. */
function placeInOrder({ id, type, settings }: FieldModel, value: unknown, record: StoredRecord) {
  const order = type.index?.encode(value, settings) ?? "";
  return { member: `${order} ${record.id}`, value: record.values[id] as Json };
}
