import {
  fieldType,
  type FieldDefinition,
  type Filter,
  type JsonObject,
  type ObjectDefinition,
} from "#engine";

/** One condition of the dialog: a choice field and the wanted values. */
export interface ChoiceFilter {
  readonly field: string;
  readonly values: readonly string[];
}

/** Filter of records whose choice fields have one of the wanted values; undefined: all records. */
export function filterOf(chosen: readonly ChoiceFilter[]): Filter | undefined {
  const atoms = chosen
    .filter((one) => one.field !== "" && one.values.length > 0)
    .map(({ field, values }): Filter => ({ field, op: "in", value: values }));
  return atoms.length === 0 ? undefined : { and: atoms };
}

/** Fields with a closed set of choices, by which the dialog narrows down. */
export function choiceFields(object: ObjectDefinition | undefined): readonly FieldDefinition[] {
  return (object?.fields ?? []).filter((one) => {
    const type = fieldType(one.type);
    return type?.choices !== undefined && type.operators.includes("in");
  });
}

/** Body of `POST /journeys/{id}:enroll`; without a filter, everyone: whose id is present. */
export function enrollBody(
  ids: ReadonlySet<string>,
  filter: Filter | undefined,
): { readonly recordIds: readonly string[] } | { readonly filter: Filter | JsonObject } {
  if (ids.size > 0) return { recordIds: [...ids] };
  return { filter: filter ?? { and: [] } };
}
