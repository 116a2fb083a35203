import type { FieldModel } from "../contract/model.ts";
import type { LocalizedText } from "../contract/problem.ts";
import { targetOf } from "../rules/field-inputs.ts";

/** What joins are found by; the studio's own picture of an object will do. */
export interface JoinedObject {
  readonly apiName: string;
  readonly definition: { readonly pluralLabel: LocalizedText };
  readonly fields: readonly Pick<FieldModel, "apiName" | "definition" | "type" | "settings">[];
}

/** One side's view of a many-to-many connection that is kept as records of a joining object. */
export interface Join {
  /** API name of the joining object. */
  readonly through: string;
  /** API name of its relation to this side. */
  readonly near: string;
  /** API name of its relation to the other side. */
  readonly far: string;
  /** API name of the object at the other side. */
  readonly other: string;
  /** API name of this side's field that makes the connection; null: the other side's field does. */
  readonly field: string | null;
  /** API names of the joining object's own short fields, which a list shows beside the other record's name. */
  readonly columns: readonly string[];
  /** What this side calls the connection: the name of its field, else the other object's plural. */
  readonly label: LocalizedText;
}

/**
 * The connections of an object through joining objects: those of its own fields, and those other objects' fields make
 * towards it; each once. Relations that are not there or lead elsewhere make no join.
 */
export function joinsOf(objects: ReadonlyMap<string, JoinedObject>, name: string): readonly Join[] {
  const found = new Map<string, Join>();
  const add = (join: Join | null): void => {
    const key = join ? `${join.through}.${join.near}` : "";
    if (join && !found.has(key)) found.set(key, join);
  };
  for (const { definition, target, through } of joiningFields(objects.get(name))) {
    const sides = sidesOf(objects.get(through), { from: name, to: target });
    const columns = ownColumns(objects.get(through), sides);
    const { apiName: field, label } = definition;
    if (sides) add({ through, ...sides, other: target, field, columns, label });
  }
  for (const object of objects.values()) {
    for (const { target, through } of joiningFields(object)) {
      if (target !== name) continue;
      const sides = sidesOf(objects.get(through), { from: object.apiName, to: name });
      const turned = sides && { near: sides.far, far: sides.near };
      const columns = ownColumns(objects.get(through), sides);
      const { apiName: other, definition } = object;
      if (turned) add({ through, ...turned, other, field: null, columns, label: definition.pluralLabel });
    }
  }
  return [...found.values()];
}

/** The join that a related list of these records by this relation shows; undefined: they join nothing. */
export function joinIn(
  joins: readonly Join[],
  list: { readonly object: string; readonly field: string },
): Join | undefined {
  return joins.find((one) => one.through === list.object && one.near === list.field);
}

/** Relations of a joining object to both sides, in its fields' order; for a join of an object with itself two different ones. */
export function sidesOf(
  joining: Pick<JoinedObject, "fields"> | undefined,
  { from, to }: { readonly from: string; readonly to: string },
): { readonly near: string; readonly far: string } | null {
  const fields = joining?.fields ?? [];
  const near = fields.find((one) => targetOf(one) === from);
  const far = fields.find((one) => one !== near && targetOf(one) === to);
  return near && far ? { near: near.apiName, far: far.apiName } : null;
}

/** Columns a list of connections has when nobody chose them. */
const MOST_COLUMNS = 4;

function ownColumns(
  joining: JoinedObject | undefined,
  sides: { readonly near: string; readonly far: string } | null,
): readonly string[] {
  return (joining?.fields ?? [])
    .filter(({ type }) => type.storage.class !== "long" && type.computed?.source !== "sequence")
    .map((one) => one.apiName)
    .filter((one) => one !== sides?.near && one !== sides?.far)
    .slice(0, MOST_COLUMNS);
}

function joiningFields(object: JoinedObject | undefined) {
  return (object?.fields ?? []).flatMap(({ type, settings, definition }) => {
    const joined = type.joins?.(settings);
    return joined ? [{ definition, ...joined }] : [];
  });
}
