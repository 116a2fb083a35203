import type { FieldModel, ObjectModel, WorkspaceModel } from "../contract/model.ts";
import { targetOf } from "../rules/field-inputs.ts";

/** Object under which people are referred to. */
const PEOPLE = "user";

/** What the `by` of a column means: the object looked into and its unique field. */
export interface LinkTarget {
  readonly target: string;
  readonly by: string;
}

/** Whether a field holds one person; its cells may name them by e-mail address or name. */
export function holdsPerson(field: FieldModel): boolean {
  const { type, settings } = field;
  if (!type.references || type.targets || type.without || type.computed) return false;
  const [ref] = type.references("x", settings);
  return ref?.object === PEOPLE;
}

/** Where a relation's cells are looked up; null: not this way. */
export function linkTarget(model: WorkspaceModel, field: FieldModel, by: string): LinkTarget | null {
  const [first = "", second] = by.split(".");
  const single = targetOf(field);
  const target = second === undefined ? single : offered(field).find((one) => one === first);
  const name = second ?? first;
  if (target === null || target === undefined) return null;
  return isUniqueIn(model.objects.get(target), name) ? { target, by: name } : null;
}

/** Whether a value of the field names the object beside the record, because several may be chosen. */
export function namesObject(field: FieldModel): boolean {
  return offered(field).length > 1;
}

function offered({ type, settings }: FieldModel): readonly string[] {
  return type.targets && !type.without ? type.targets(settings) : [];
}

function isUniqueIn(object: ObjectModel | undefined, field: string): boolean {
  return object?.byName.get(field)?.definition.unique === true;
}
