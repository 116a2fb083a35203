import {
  objectAccess,
  type FieldContext,
  type FieldModel,
  type Json,
  type Locale,
  type LocalizedText,
  type ObjectModel,
} from "#engine";
import type { Caller } from "../access/caller.ts";
import { resolvePath } from "../records/field-paths.ts";

/** One column of an export. */
export interface ExportColumn {
  /** API name, `relation.field`, or a property of every record such as `id`. */
  readonly path: string;
  readonly heading: string;
  /** Null for a property of every record. */
  readonly field: FieldModel | null;
}

/** How columns are called and what stands for records: for people, or so that an import reads the file back. */
export type ExportStyle = "labels" | "apiNames";

/** The columns of an export: those asked for, else every field that can be read, with the id of the record first. */
export function exportColumns(
  caller: Caller,
  object: ObjectModel,
  given: { readonly fields: readonly string[] | null; readonly style: ExportStyle; readonly locale: Locale },
): readonly ExportColumn[] {
  const granted = objectAccess(caller.access, object.apiName);
  const readable = object.fields
    .filter((one) => granted.field(one.apiName) !== "none" && !one.type.files && !one.type.sealed)
    .map((one) => one.apiName);
  const paths = [...new Set(["id", ...(given.fields ?? [...readable, "owner"])])];
  const named = paths.map((path) => columnOf(caller, object, { ...given, path }));
  return distinct(named);
}

/** Everything a column needs to know to write the values of one record. */
export interface CellSource {
  readonly values: Readonly<Record<string, Json>>;
  /** Properties of the record itself. */
  readonly record: Readonly<Record<string, unknown>>;
  readonly context: FieldContext;
  /** How a record or person that is referred to is written. */
  readonly nameOf: (ref: { readonly object: string; readonly id: string }) => string;
}

/** The value of a column as text: read back by an import wherever references are written as ids. */
export function cellText({ path, field }: ExportColumn, source: CellSource): string {
  if (!field) return propertyText(path, source);
  const value = source.values[path];
  if (value === undefined || value === null) return "";
  const refs = field.type.references?.(value, field.settings);
  if (refs && !field.type.computed) return refs.map(source.nameOf).join(", ");
  return field.type.format(value, field.settings, source.context);
}

function propertyText(path: string, { record, values, nameOf }: CellSource): string {
  const value = values[path] ?? record[path];
  if (typeof value !== "string") return "";
  return people.has(path) ? nameOf({ object: "user", id: value }) : value;
}

const people = new Set(["owner", "createdBy", "updatedBy"]);

function columnOf(
  caller: Caller,
  object: ObjectModel,
  given: { readonly path: string; readonly style: ExportStyle; readonly locale: Locale },
): ExportColumn {
  const { path, style, locale } = given;
  const resolved = resolvePath(caller, object, path);
  const hop = resolved?.hop ?? null;
  const { target, field: name } = hop ?? { target: object, field: path };
  const field = target.byName.get(name) ?? null;
  if (style === "apiNames") return { path, heading: path, field };
  const first = hop ? `${hop.relation.definition.label[locale]} › ` : "";
  return { path, heading: first + labelOf(field, name, locale), field };
}

function labelOf(field: FieldModel | null, name: string, locale: Locale): string {
  return (field?.definition.label ?? propertyLabels[name])?.[locale] ?? name;
}

/** Two fields of one label are told apart by their API names. */
function distinct(columns: readonly ExportColumn[]): readonly ExportColumn[] {
  const counts = new Map<string, number>();
  for (const { heading } of columns) counts.set(heading, (counts.get(heading) ?? 0) + 1);
  return columns.map((one) =>
    (counts.get(one.heading) ?? 0) > 1 ? { ...one, heading: `${one.heading} (${one.path})` } : one,
  );
}

const propertyLabels: Readonly<Record<string, LocalizedText>> = {
  id: { "zh-CN": "记录 ID", en: "Record ID" },
  owner: { "zh-CN": "负责人", en: "Owner" },
  createdAt: { "zh-CN": "创建时间", en: "Created" },
  createdBy: { "zh-CN": "创建人", en: "Created by" },
  updatedAt: { "zh-CN": "更新时间", en: "Updated" },
  updatedBy: { "zh-CN": "更新人", en: "Updated by" },
  stageEnteredAt: { "zh-CN": "进入阶段时间", en: "In stage since" },
};
