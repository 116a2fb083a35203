import type { Choice } from "#engine";
import type { InjectionKey } from "vue";
import type { FieldInfo } from "../model/object-info.ts";

/**
 * Given by what surrounds a control: the options that may be chosen now; null when the field has none. Without it every
 * option is offered, retired ones too, as filters need.
 */
export const offeredChoicesKey: InjectionKey<(field: FieldInfo) => readonly Choice[] | null> =
  Symbol("offered choices");
