import type { FieldType } from "../contract/field-type.ts";
import type { FieldDefinition, ObjectDefinition } from "../contract/metadata/object.ts";
import type { PipelineDefinition } from "../contract/metadata/pipeline.ts";
import { isSystemField, systemFields } from "../contract/system-fields.ts";

/** An index that the definition asks for, before it has a slot. */
export interface IndexWish {
  readonly equal: readonly string[];
  readonly sort: string | null;
  /** Lists are read from wide slots; for looking up a few records a thin one will do. */
  readonly wide: boolean;
  /** May go without when no slot is left. */
  readonly optional: boolean;
  /** Only of use in a wide slot. */
  readonly onlyWide?: true;
  readonly pointer: string;
}

export interface WishRequest {
  readonly definition: ObjectDefinition;
  readonly pipeline: PipelineDefinition | null;
  /** The field type of a name (`fieldType`). */
  readonly types: (name: string) => FieldType | undefined;
}

/**
 * What indexes an object wants, each once, the most wanted first: those an administrator asked for, then by name, stage,
 * owner and related list, then the combinations that make “narrowed by one field, ordered by another” a single range.
 */
export function indexWishes(request: WishRequest): readonly IndexWish[] {
  const found = new Map<string, IndexWish>();
  for (const wish of [...asked(request), ...usual(request), ...combined(request)]) {
    if (!found.has(wishKey(wish))) found.set(wishKey(wish), wish);
  }
  return [...found.values()];
}

/** What an index's keys are made of; a last equality and an order are the same key, read differently (`bindIndex`). */
export function wishKey({ equal, sort }: Pick<IndexWish, "equal" | "sort">): string {
  return [...equal, ...(sort === null ? [] : [sort])].join(" ");
}

/** Key of a field's values in a record, or of a system property. */
function keyOfName(definition: ObjectDefinition, name: string): string | undefined {
  const field = definition.fields.find((one) => one.apiName === name);
  if (field) return keyOfField(field);
  return isSystemField(name) ? systemFields[name].id : undefined;
}

/** Whether lists are narrowed by one or a few of its values, rather than by a range of them. */
function isNarrowing(type: FieldType | undefined): boolean {
  if (!type?.index || !type.operators.includes("eq")) return false;
  return !type.operators.includes("lt") && !type.operators.includes("contains");
}

function asked({ definition, types }: WishRequest): readonly IndexWish[] {
  const marked = definition.fields.flatMap((field, at): IndexWish[] => {
    const id = keyOfField(field);
    if (field.indexed !== true || id === undefined) return [];
    const shared = { optional: false, pointer: `/fields/${at}/indexed` };
    return isRelation(types(field.type))
      ? [{ equal: [id], sort: null, wide: false, ...shared }]
      : [{ equal: [], sort: id, wide: true, ...shared }];
  });
  const composite = (definition.indexes ?? []).flatMap(({ equal, sort }, at): IndexWish[] => {
    const ids = equal.flatMap((name) => keyOfName(definition, name) ?? []);
    const order = sort === undefined || isCreation(sort) ? null : (keyOfName(definition, sort) ?? null);
    const isLost = ids.length < equal.length || (ids.length === 0 && order === null);
    if (isLost) return [];
    return [{ equal: ids, sort: order, wide: true, optional: false, pointer: `/indexes/${at}` }];
  });
  return [...marked, ...composite];
}

function usual({ definition, pipeline, types }: WishRequest): readonly IndexWish[] {
  const optional = { optional: true, pointer: "" };
  const name = keyOfName(definition, definition.nameField);
  const stage = pipeline ? keyOfName(definition, pipeline.stageField) : undefined;
  const relations = definition.fields.filter((one) => isRelation(types(one.type))).map(keyOfField);
  return [
    ...(name === undefined ? [] : [{ equal: [], sort: name, wide: true, ...optional }]),
    ...(stage === undefined ? [] : [{ equal: [stage], sort: null, wide: true, ...optional }]),
    { equal: [systemFields.owner.id], sort: null, wide: true, ...optional },
    ...relations.flatMap((id) =>
      id === undefined ? [] : [{ equal: [id], sort: null, wide: false, ...optional }],
    ),
  ];
}

/** Narrowing fields × ordering fields among the indexed ones; the stage and the owner narrow without being marked. */
function combined({ definition, pipeline, types }: WishRequest): readonly IndexWish[] {
  const marked = definition.fields.filter((one) => one.indexed === true);
  const ids = (wanted: (type: FieldType | undefined) => boolean): readonly string[] =>
    marked.filter((one) => wanted(types(one.type))).flatMap((one) => keyOfField(one) ?? []);
  const stage = pipeline ? keyOfName(definition, pipeline.stageField) : undefined;
  const narrowing = new Set([
    ...ids(isNarrowing),
    systemFields.owner.id,
    ...(stage === undefined ? [] : [stage]),
  ]);
  const orders = ids((type) => type?.index !== undefined && !isNarrowing(type));
  const rest = { wide: true, optional: true, onlyWide: true, pointer: "" } as const;
  return orders.flatMap((sort) => [...narrowing].map((one) => ({ equal: [one], sort, ...rest })));
}

/** A relation is read by its target (related lists); every other indexed field orders lists. */
function isRelation(type: FieldType | undefined): boolean {
  return type?.targets !== undefined && type.index !== undefined;
}

function isCreation(name: string): boolean {
  return name === "createdAt" || name === "id";
}

function keyOfField(field: FieldDefinition): string | undefined {
  return field.storedAs ?? field.id;
}
