import type { Locale } from "#engine";
import type { FieldInfo } from "../model/object-info.ts";
import { isBlank } from "../fields/components.ts";

/** What is wrong with a value, by the type's own check; undefined when nothing is. */
export function fieldMessage(
  field: FieldInfo,
  value: unknown,
  words: { readonly required: string | false; readonly locale: Locale },
): string | undefined {
  if (value === undefined || value === null || isBlank(field, value)) return words.required || undefined;
  return field.type.check(value, field.settings)[0]?.message[words.locale];
}
