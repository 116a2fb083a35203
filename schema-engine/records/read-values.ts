import type { Json, JsonObject } from "../contract/json.ts";
import type { Causation, FieldModel, ObjectModel, WorkspaceModel } from "../contract/model.ts";
import { under, type Problem } from "../contract/problem.ts";
import type { FieldContext } from "../contract/field-type.ts";
import { at, fieldForbidden, readOnly, unknownProperty } from "./problems.ts";
import { normalizeInput } from "./normalize.ts";
import { judgeSealed } from "./sealed-values.ts";
import { byApiName, type Values } from "./values.ts";
import type { WriteAccess } from "./write-access.ts";

/** What reading, defaults and computations go by. */
export interface ReadRequest {
  readonly model: WorkspaceModel;
  readonly object: ObjectModel;
  readonly access: WriteAccess | null;
  /** By API name, as sent; null clears. */
  readonly values: JsonObject;
  readonly now: string;
  readonly causation: Causation;
  /** Whether the operation seals clear values before it saves. Default no: then none is taken. */
  readonly seals?: boolean;
}

/** Lays the values sent over the stored ones, checked and normalised; the problems of those that cannot be. */
export function readValues(request: ReadRequest, next: Values): Problem[] {
  const { object, values, access } = request;
  const problems: Problem[] = [];
  const context = contextOf(request);
  for (const name of Object.keys(values)) {
    const field = object.byName.get(name);
    const level = access === null ? "write" : access.field(name);
    if (!field || level === "none") problems.push(unknownProperty(name));
    else if (field.type.computed) problems.push(readOnly(field));
    else if (level !== "write") problems.push(fieldForbidden(field));
    else append(problems, takeValue(request, next, { field, value: values[name], context }));
  }
  return problems;
}

function takeValue(
  request: ReadRequest,
  next: Values,
  given: { readonly field: FieldModel; readonly value: Json | undefined; readonly context: FieldContext },
): readonly Problem[] {
  const judged = judgeSealed(next, given.field, { value: given.value, seals: request.seals === true });
  if (judged === "unchanged") return [];
  return judged ? [judged] : setValue(next, given.field, given);
}

/** Fills what creation leaves to defaults; a default that needs a value that is absent gives none. */
export function applyDefaults(request: ReadRequest, next: Values): Problem[] {
  const { object, values, now } = request;
  const actor = request.causation.actor.id;
  const problems: Problem[] = [];
  for (const field of object.fields) {
    if (!field.defaultValue || Object.hasOwn(values, field.apiName)) continue;
    const result = field.defaultValue.evaluate({ record: byApiName(object, next), now, actor });
    if (result.ok)
      problems.push(...setValue(next, field, { value: result.value, context: contextOf(request) }));
    else if (result.problems[0]?.code !== "no_value")
      problems.push(...result.problems.map((one) => under(at(field), one)));
  }
  return problems;
}

/** Gives the fields that count their number; `numbers` holds what was drawn, by field id. */
export function applyNumbers(
  request: ReadRequest,
  next: Values,
  numbers: Readonly<Record<string, number>>,
): void {
  for (const field of request.object.fields) {
    const { computed } = field.type;
    if (computed?.source !== "sequence" || !Object.hasOwn(numbers, field.id)) continue;
    const made = computed.make(numbers[field.id] ?? 0, field.settings, contextOf(request));
    next[field.id] = field.type.storage.encode(made);
  }
}

/** Gives a field a value that the system made; checked and normalised like one that was sent. */
export function putValue(
  request: ReadRequest,
  next: Values,
  given: { readonly field: FieldModel; readonly value: Json },
): readonly Problem[] {
  const { field, value } = given;
  return setValue(next, field, { value, context: contextOf(request) });
}

function setValue(
  next: Values,
  field: FieldModel,
  given: { readonly value: Json | undefined; readonly context: FieldContext },
): readonly Problem[] {
  const { type, settings } = field;
  const value = normalizeInput(field, given.value);
  if (value === null || value === undefined) {
    delete next[field.id];
    return [];
  }
  const problems = type.check(value, settings);
  if (problems.length > 0) return problems.map((one) => under(at(field), one));
  if (type.isBlank?.(value)) {
    delete next[field.id];
    return [];
  }
  const normal = type.normalize ? type.normalize(value, settings, given.context) : value;
  next[field.id] = type.storage.encode(normal);
  return [];
}

function contextOf({ model, now }: ReadRequest): FieldContext {
  return { timeZone: model.workspace.timeZone, locale: model.workspace.locale, now };
}

function append(problems: Problem[], more: readonly Problem[]): void {
  for (const one of more) problems.push(one);
}
