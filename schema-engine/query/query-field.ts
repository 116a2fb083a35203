import type { FieldType, Operator } from "../contract/field-type.ts";
import type { Json } from "../contract/json.ts";
import type { FieldModel, ObjectModel, StoredRecord } from "../contract/model.ts";
import { isSystemField, systemFields, type SystemFieldName } from "../contract/system-fields.ts";

/** A field or system property as queries see it: how to read, compare and order it. */
export interface QueryField {
  readonly id: string;
  readonly name: string;
  readonly operators: readonly Operator[];
  /** The definition behind it; null for a system property. */
  readonly model: FieldModel | null;
  /** `date` and `instant` take relative dates as operands. */
  readonly time: "date" | "instant" | null;
  /** Whether the value stands in entries of wide indexes. */
  readonly isInEntries: boolean;
  /** Stored value of the field, null when absent. */
  read(record: StoredRecord): Json;
  /** Order key of a stored value; null: cannot be ordered. */
  readonly encode: ((stored: Json) => string) | null;
  /** Whether equal order keys mean equal values. */
  readonly isExact: boolean;
  /** Meaning of `eq`, `contains` or `startsWith` on a stored value that is not null. */
  matches(operator: Operator, stored: Json, operand: Json): boolean;
}

/** The field of a name; null when the object has none. */
export function queryField(object: ObjectModel, name: string): QueryField | null {
  const model = object.byName.get(name);
  if (model) return fromModel(model);
  return isSystemField(name) ? fromSystem(name) : null;
}

/** The field of an id as index definitions use it. */
export function queryFieldById(object: ObjectModel, id: string): QueryField | null {
  const model = object.byId.get(id);
  if (model) return fromModel(model);
  const name = (Object.keys(systemFields) as SystemFieldName[]).find((one) => systemFields[one].id === id);
  return name === undefined ? null : fromSystem(name);
}

/** API name of the field or system property with an id; null: there is none. */
export function fieldNameById(object: ObjectModel, id: string): string | null {
  return queryFieldById(object, id)?.name ?? null;
}

/** Whether ordering by the field is ordering by creation, which record ids already are. */
export function isCreationOrder(field: QueryField): boolean {
  return field.id === systemFields.id.id || field.id === systemFields.createdAt.id;
}

const known = new WeakMap<FieldModel, QueryField>();

function fromModel(model: FieldModel): QueryField {
  const before = known.get(model);
  if (before) return before;
  const { type, settings } = model;
  const index = type.index;
  const field: QueryField = {
    id: model.id,
    name: model.apiName,
    operators: type.operators,
    model,
    time: timeOf(type),
    isInEntries: type.storage.class === "listable",
    read: (record) => presentOrNull(type, record.values[model.id]),
    encode: index ? (stored) => index.encode(type.storage.decode(stored), settings) : null,
    isExact: index !== undefined && index.exact !== false,
    matches: (operator, stored, operand) => matchesModel(model, { operator, stored, operand }),
  };
  known.set(model, field);
  return field;
}

/** A value that counts as none (an empty list) reads as null. */
function presentOrNull(type: FieldType, stored: Json | undefined): Json {
  if (stored === undefined || stored === null) return null;
  return type.isBlank?.(type.storage.decode(stored)) ? null : stored;
}

function timeOf(type: FieldType): QueryField["time"] {
  if (type.cel.type === "date") return "date";
  return type.cel.type === "timestamp" ? "instant" : null;
}

function matchesModel(
  { type, settings }: FieldModel,
  given: { readonly operator: Operator; readonly stored: Json; readonly operand: Json },
): boolean {
  const { operator, stored, operand } = given;
  const value = type.storage.decode(stored);
  if (type.matches) return type.matches(operator, value, operand, settings);
  if (operator !== "eq") return false;
  if (type.index) return type.index.encode(value, settings) === type.index.encode(operand, settings);
  return JSON.stringify(stored) === JSON.stringify(operand);
}

const equality: readonly Operator[] = ["eq", "ne", "in", "notIn", "isEmpty", "isNotEmpty"];
const ordered: readonly Operator[] = [
  "eq",
  "ne",
  "lt",
  "lte",
  "gt",
  "gte",
  "between",
  "isEmpty",
  "isNotEmpty",
];

const systemReaders: Readonly<Record<SystemFieldName, (record: StoredRecord) => string>> = {
  id: (record) => record.id,
  owner: (record) => record.owner,
  createdAt: (record) => record.createdAt,
  createdBy: (record) => record.createdBy,
  updatedAt: (record) => record.updatedAt,
  updatedBy: (record) => record.updatedBy,
  stageEnteredAt: (record) => record.stageEnteredAt ?? "",
};

const systemQueryFields = new Map<SystemFieldName, QueryField>(
  (Object.keys(systemFields) as SystemFieldName[]).map((name) => [name, makeSystem(name)]),
);

function fromSystem(name: SystemFieldName): QueryField | null {
  return systemQueryFields.get(name) ?? null;
}

function makeSystem(name: SystemFieldName): QueryField {
  const { id, kind } = systemFields[name];
  const isInstant = kind === "instant";
  const encode = isInstant ? instantKey : (stored: Json) => String(stored);
  return {
    id,
    name,
    operators: isInstant ? ordered : equality,
    model: null,
    time: isInstant ? "instant" : null,
    isInEntries: name !== "updatedAt" && name !== "updatedBy",
    read: (record) => systemReaders[name](record) || null,
    encode,
    isExact: true,
    matches: (operator, stored, operand) => operator === "eq" && encode(stored) === encode(operand),
  };
}

function instantKey(stored: Json): string {
  return new Date(String(stored)).toISOString().replace(/[-:.Z]/g, "");
}
