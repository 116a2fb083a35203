import type { Choice } from "../contract/field-type.ts";
import { recordTypeNamed, type RecordTypesOf, type TypedField } from "./record-types.ts";

/** What the choices of a record's fields go by; the engine's and the studio's object models fit. */
export interface ChoosingObject {
  readonly definition: RecordTypesOf;
  readonly byName: ReadonlyMap<string, TypedField>;
}

/** Value of a field by its API name; null or undefined when it has none. */
export type ReadValue = (apiName: string) => unknown;

/** Why an option may not be chosen. */
export type NotOffered = "option_retired" | "option_not_offered";

/**
 * The options that may be chosen for a field of a record with these values, in the admin's order: those of the record's
 * type and of the controlling field's value, without retired ones. Null: the type has no choices.
 */
export function offeredChoices(
  object: ChoosingObject,
  field: TypedField,
  read: ReadValue,
): readonly Choice[] | null {
  const choices = field.type.choices?.(field.settings);
  if (!choices) return null;
  const fits = fitting(object, field, read);
  return choices.filter((one) => one.retired !== true && fits(one));
}

/**
 * Codes of the field's own value that may not be there, with the reason. `kept` are the codes the record had: they may
 * be retired, but must still be of its type and controlling value.
 */
export function refusedChoices(
  object: ChoosingObject,
  field: TypedField,
  values: { readonly read: ReadValue; readonly kept: readonly string[] },
): readonly RefusedChoice[] {
  const chosen = codesIn(values.read(field.apiName));
  if (chosen.length === 0) return [];
  const known = choicesByCode(field);
  const fits = fitting(object, field, values.read);
  return chosen.flatMap((code): readonly RefusedChoice[] => {
    const choice = known.get(code);
    if (!choice) return [];
    if (choice.retired === true && !values.kept.includes(code)) return [{ choice, reason: "option_retired" }];
    return fits(choice) ? [] : [{ choice, reason: "option_not_offered" }];
  });
}

export interface RefusedChoice {
  readonly choice: Choice;
  readonly reason: NotOffered;
}

/** The codes of a value of a type with choices: one, or a list of them. */
export function codesIn(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((one): one is string => typeof one === "string");
}

/** API names of the fields on which it depends what is offered for this one. */
export function choosersOf(object: ChoosingObject, field: TypedField): readonly string[] {
  const { recordTypeField, recordTypes } = object.definition;
  const controlling = field.type.controlledBy?.(field.settings);
  const byType =
    recordTypes?.some((one) => one.options && Object.hasOwn(one.options, field.apiName)) === true;
  return [
    ...(controlling === undefined ? [] : [controlling]),
    ...(byType && recordTypeField !== undefined ? [recordTypeField] : []),
  ];
}

function fitting(object: ChoosingObject, field: TypedField, read: ReadValue): (choice: Choice) => boolean {
  const { recordTypeField } = object.definition;
  const type =
    recordTypeField === undefined ? null : recordTypeNamed(object.definition, read(recordTypeField));
  const options = type?.options;
  const subset = options && Object.hasOwn(options, field.apiName) ? new Set(options[field.apiName]) : null;
  const controlling = field.type.controlledBy?.(field.settings);
  const held = controlling === undefined ? null : codesIn(read(controlling));
  return ({ value, onlyFor }) =>
    (subset === null || subset.has(value)) &&
    (held === null || onlyFor === undefined || onlyFor.some((one) => held.includes(one)));
}

const byCode = new WeakMap<readonly Choice[], ReadonlyMap<string, Choice>>();

function choicesByCode(field: TypedField): ReadonlyMap<string, Choice> {
  const choices = field.type.choices?.(field.settings) ?? [];
  const known = byCode.get(choices);
  if (known) return known;
  const made = new Map(choices.map((one) => [one.value, one]));
  byCode.set(choices, made);
  return made;
}
