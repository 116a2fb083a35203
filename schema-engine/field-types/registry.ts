// Written by `npm run generate`; do not edit.
import type { FieldType } from "../contract/field-type.ts";

/** Every field type, ordered by name. */
export const fieldTypes: readonly FieldType[] = [
];
