import {
  matchesFilter,
  valueOf,
  type Filter,
  type Json,
  type ObjectModel,
  type StoredRecord,
  type WorkspaceModel,
} from "#engine";
import type { CellShare, Link } from "../../ports/derived-store.ts";
import { cellShares } from "./cell-shares.ts";
import { derivedFields, type Rollup } from "./derived-fields.ts";
import { searchTokens } from "./search-tokens.ts";

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
    cells: [...cellShares(object, record), ...rollups.map((one) => one.cell)],
    links: [...relationLinks(model, object, record), ...rollups.flatMap((one) => one.link ?? [])],
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
  const filter = summary.filter as unknown as Filter | null;
  if (typeof target !== "string" || (filter !== null && !matchesFilter(object, filter, record))) return null;
  const cell = { fieldId, value: target, owner: "" };
  if (summary.of === null) return { cell: { ...cell, sums: {} }, link: null };
  const of = object.byName.get(summary.of);
  const value = of ? valueOf(of, record.values) : null;
  if (!of || value === null) return null;
  const measured = of.type.measure?.(value);
  const unit = measured?.unit ?? "";
  const sums = { [of.id]: { [unit]: measured?.amount ?? "0" }, [unitsOf(of.id)]: { [unit]: "1" } };
  const isEnd = summary.fn === "min" || summary.fn === "max";
  const order = of.type.index?.encode(value, of.settings) ?? "";
  const stored = record.values[of.id] as Json;
  return {
    cell: { ...cell, sums },
    link: isEnd ? { fieldId, target, member: `${order} ${record.id}`, value: stored } : null,
  };
}

/** Name under which a cell counts the values of each unit (currency). */
export function unitsOf(fieldId: string): string {
  return `${fieldId}.n`;
}
