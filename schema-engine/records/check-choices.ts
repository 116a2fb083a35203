import type { FieldModel, ObjectModel } from "../contract/model.ts";
import type { Problem } from "../contract/problem.ts";
import { oncePer } from "../shared/once-per.ts";
import { choosersOf, codesIn, refusedChoices } from "./offered-choices.ts";
import type { Outcome } from "./outcome.ts";
import { refusedOption } from "./problems.ts";
import { valueOf } from "./values.ts";
import type { WriteRequest } from "./write-request.ts";

/**
 * Options that may not be chosen: retired ones that the record did not have, and those that its type or controlling
 * field does not offer. Looks at fields that changed, or whose choosers did.
 */
export function checkChoices(request: WriteRequest, { record, changed }: Outcome): readonly Problem[] {
  const { object, current, access } = request;
  const read = (name: string): unknown => {
    const field = object.byName.get(name);
    return field ? valueOf(field, record.values) : null;
  };
  const problems: Problem[] = [];
  for (const field of choosing(object)) {
    if (!isTouched(object, field, changed)) continue;
    const kept = current ? codesIn(valueOf(field, current.values)) : [];
    const isVisible = access === null || access.field(field.apiName) !== "none";
    for (const { choice, reason } of refusedChoices(object, field, { read, kept }))
      problems.push(refusedOption(field, { choice, reason, isVisible }));
  }
  return problems;
}

const choosing = oncePer((object: ObjectModel): readonly FieldModel[] =>
  object.fields.filter((one) => one.type.choices !== undefined),
);

function isTouched(object: ObjectModel, field: FieldModel, changed: readonly string[]): boolean {
  if (changed.includes(field.id)) return true;
  return choosersOf(object, field).some((name) => changed.includes(object.byName.get(name)?.id ?? ""));
}
