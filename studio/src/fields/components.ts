import type { Component } from "vue";
import type { FieldInfo } from "../model/object-info.ts";
import FallbackCell from "./parts/FallbackCell.vue";
import FallbackControl from "./parts/FallbackControl.vue";

const controls = import.meta.glob<Component>("./*/Control.vue", { eager: true, import: "default" });
const cells = import.meta.glob<Component>("./*/Cell.vue", { eager: true, import: "default" });
const filters = import.meta.glob<Component>("./*/Filter.vue", { eager: true, import: "default" });

/** Component that enters a value of the field; text parsed by the type when it has none of its own. */
export function controlOf(field: FieldInfo): Component {
  return controls[`./${field.type.name}/Control.vue`] ?? FallbackControl;
}

/** Component that enters what the field is compared with in a filter; its control when that is a value like any other. */
export function filterOf(field: FieldInfo): Component {
  return filters[`./${field.type.name}/Filter.vue`] ?? controlOf(field);
}

/** Component that shows a value of the field. */
export function cellOf(field: FieldInfo): Component {
  const own = cells[`./${field.type.name}/Cell.vue`];
  const shownAs = field.type.resultOf?.(field.settings).type;
  return own ?? cells[`./${shownAs ?? ""}/Cell.vue`] ?? FallbackCell;
}

/** Whether there is nothing to show. */
export function isBlank(field: FieldInfo, value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return field.type.check(value, field.settings).length === 0 && field.type.isBlank?.(value) === true;
}
