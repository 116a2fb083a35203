import { objectAccess, type FieldModel, type ObjectModel, type UploadLimits } from "#engine";
import type { Caller } from "../access/caller.ts";

/** A field that the caller may upload for. */
export interface UploadField {
  readonly object: ObjectModel;
  readonly field: FieldModel;
  readonly limits: UploadLimits;
}

/** The file field of that name when the caller may fill it in. */
export function uploadField(
  caller: Caller,
  names: { readonly object: string; readonly field: string },
): UploadField | null {
  const object = caller.model.objects.get(names.object);
  const field = object?.byName.get(names.field);
  const limits = field?.type.uploads?.(field.settings);
  if (!object || !field || !limits) return null;
  const granted = objectAccess(caller.access, object.apiName);
  const fillsIn = [granted.create, granted.update].includes(true) && granted.field(field.apiName) === "write";
  return fillsIn ? { object, field, limits } : null;
}

/** The field an upload was begun for, as the published metadata has it now; null when it is gone or out of reach. */
export function fieldOfEntry(
  caller: Caller,
  entry: { readonly object: string; readonly field: string },
): UploadField | null {
  const object = caller.model.objectsById.get(entry.object);
  const field = object?.byId.get(entry.field);
  return object && field ? uploadField(caller, { object: object.apiName, field: field.apiName }) : null;
}
