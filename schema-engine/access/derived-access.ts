import type { FieldModel, ObjectModel, WorkspaceModel } from "../contract/model.ts";
import { masterField } from "../records/relation-rules.ts";
import { inputsOf, targetOf } from "../rules/field-inputs.ts";

/** What the roles state, before what follows from other fields and objects. */
export interface StatedAccess {
  /** Whether the roles let the caller read the object. */
  reads(object: string): boolean;
  /** Whether they let the caller read the field; false where they do not let the object be read. */
  readsField(object: string, field: string): boolean;
}

/** Whether the caller may read the masters of an object's records, and theirs; without, the details do not exist. */
export function readsMasters(model: WorkspaceModel, name: string, stated: StatedAccess): boolean {
  const seen = new Set<string>();
  for (let at: string | null = name; at !== null && !seen.has(at);) {
    seen.add(at);
    if (!stated.reads(at)) return false;
    const object: ObjectModel | undefined = model.objects.get(at);
    const master: FieldModel | undefined = object && masterField(object);
    at = master ? targetOf(master) : null;
  }
  return true;
}

/**
 * Whether the caller may read all a computed field is made of, through other computed fields too; true for a field that
 * people fill in, and for one that shows its result to everybody.
 */
export function readsInputs(
  model: WorkspaceModel,
  place: { readonly object: string; readonly field: string },
  stated: StatedAccess,
): boolean {
  const seen = new Set<string>();
  const open = [place];
  for (let next = open.pop(); next; next = open.pop()) {
    const key = `${next.object}.${next.field}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const object = model.objects.get(next.object);
    const field = object?.byName.get(next.field);
    if (!object || !field || runsAsSystem(field)) continue;
    for (const input of inputsOf(object, field, model.objects)) {
      if (!stated.readsField(input.object, input.field)) return false;
      open.push(input);
    }
  }
  return true;
}

function runsAsSystem({ type, settings }: FieldModel): boolean {
  const { computed } = type;
  if (!computed || computed.source === "sequence") return false;
  return computed.runsAsSystem?.(settings) === true;
}
