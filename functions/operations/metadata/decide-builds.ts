import {
  cellKeys,
  countedShape,
  isSearched,
  type FieldModel,
  type IndexDefinition,
  type ObjectModel,
  type WorkspaceModel,
} from "#engine";
import type { Build } from "../../ports/metadata-store.ts";

/** A job to be created, and its key in the pointer; null: nothing waits for it. */
export interface PlannedJob {
  readonly key: string | null;
  readonly kind: string;
  readonly objectId: string;
  readonly element: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * What has to be built and cleaned up when an object changes from one form to the other (README.md). For an object that
 * has records; one without needs none of it.
 */
export function decideBuilds(
  before: ObjectModel,
  after: ObjectModel,
  /** Keys under which records may still have values of fields that were deleted. */
  keptKeys: ReadonlySet<string> = new Set(),
): readonly PlannedJob[] {
  const converted = after.fields.filter((field) => isNewlyConverted(before, field));
  return [
    ...converted.map((field) => conversion(after, field)),
    ...newClaims(before, after).map((claim) =>
      build(after, { kind: "unique-build", element: claim }, { claim }),
    ),
    ...listBuild("search-build", after, added(searchable(before), searchable(after))),
    ...listBuild("cells-build", after, recounted({ before, after, converted, keptKeys })),
    ...droppedIndexes(before, after),
    ...goneClaims(before, after).map((claim) => drop("unique-drop", after, { claim })),
    ...listDrop("search-drop", after, added(searchable(after), searchable(before))),
  ];
}

/** Builds that a model still has a place for; the others have lost what they were about. */
export function liveBuilds(
  builds: Readonly<Record<string, Build>>,
  model: WorkspaceModel,
): Readonly<Record<string, Build>> {
  return Object.fromEntries(
    Object.entries(builds).filter(([, { kind, objectId, element, input }]) => {
      const object = model.objectsById.get(objectId);
      if (!object) return false;
      if (kind === "convert") return object.fields.some((one) => one.id === input["to"]);
      return element === "*" || kind !== "unique-build" || uniquesOf(object).has(element);
    }),
  );
}

function isNewlyConverted(before: ObjectModel, field: FieldModel): boolean {
  const old = before.fields.find((one) => one.definition.id === field.definition.id);
  return field.conversion !== undefined && old?.id !== field.id;
}

function conversion(object: ObjectModel, field: FieldModel): PlannedJob {
  const fieldId = field.definition.id ?? "";
  const input = { fieldId, from: field.conversion?.from ?? "", to: field.id };
  return build(object, { kind: "convert", element: fieldId }, input);
}

/** Field keys, and ids of combinations, each with the field keys that its claims are made of. */
function uniquesOf(object: ObjectModel): ReadonlyMap<string, string> {
  const fields = object.fields.filter((one) => one.definition.unique === true);
  const combinations = object.definition.uniques ?? [];
  return new Map([
    ...fields.map((one) => [one.id, one.id] as const),
    ...combinations.map((one) => {
      const parts = one.fields.map((name) => object.byName.get(name)?.id ?? "");
      return [one.id ?? one.apiName, JSON.stringify(parts)] as const;
    }),
  ]);
}

/** What has to be claimed anew: new ones, and combinations of other fields, or of a field whose values are converted. */
function newClaims(before: ObjectModel, after: ObjectModel): readonly string[] {
  const old = uniquesOf(before);
  return [...uniquesOf(after)].filter(([claim, parts]) => old.get(claim) !== parts).map(([claim]) => claim);
}

function goneClaims(before: ObjectModel, after: ObjectModel): readonly string[] {
  const now = uniquesOf(after);
  return [...uniquesOf(before).keys()].filter((claim) => !now.has(claim));
}

function searchable(object: ObjectModel): ReadonlySet<string> {
  const found = object.fields.filter((one) => isSearched(object, one));
  return new Set(found.map((one) => one.id));
}

/** Names of cells that records of before do not count in as they should, and keys of fields that came, went or changed. */
function recounted(given: {
  readonly before: ObjectModel;
  readonly after: ObjectModel;
  readonly converted: readonly FieldModel[];
  readonly keptKeys: ReadonlySet<string>;
}): readonly string[] {
  const { before, after, converted, keptKeys } = given;
  const isOther = countedShape(before) !== countedShape(after);
  const went = before.fields.filter(({ id }) => !after.byId.has(id));
  const cameBack = after.fields.filter(({ id }) => !before.byId.has(id) && keptKeys.has(id));
  return [
    ...(isOther ? cellKeys(after) : []),
    ...new Set([...converted, ...went, ...cameBack].map((one) => one.id)),
  ];
}

function added(before: ReadonlySet<string>, after: ReadonlySet<string>): readonly string[] {
  return [...after].filter((one) => !before.has(one));
}

function build(
  object: ObjectModel,
  { kind, element }: Pick<PlannedJob, "kind" | "element">,
  input: object,
): PlannedJob {
  const key = `${kind}/${object.id}/${element}`;
  return { key, kind, objectId: object.id, element, input: { objectId: object.id, ...input, build: key } };
}

function drop(kind: string, object: ObjectModel, input: object): PlannedJob {
  return { key: null, kind, objectId: object.id, element: "*", input: { objectId: object.id, ...input } };
}

function listBuild(kind: string, object: ObjectModel, fields: readonly string[]): readonly PlannedJob[] {
  return fields.length === 0 ? [] : [build(object, { kind, element: "*" }, { fields })];
}

function listDrop(kind: string, object: ObjectModel, fields: readonly string[]): readonly PlannedJob[] {
  return fields.length === 0 ? [] : [drop(kind, object, { fields })];
}

/** One pass over the records takes the keys of all indexes that went. */
function droppedIndexes(before: ObjectModel, after: ObjectModel): readonly PlannedJob[] {
  const kept = new Set(after.indexes.map((one: IndexDefinition) => one.id));
  const indexes = before.indexes.filter((one) => !kept.has(one.id)).map((one) => one.id);
  return indexes.length === 0 ? [] : [drop("index-drop", after, { indexes })];
}
