import {
  isControl,
  isLayout,
  or,
  rankWith,
  uiTypeIs,
  type JsonFormsRendererRegistryEntry,
} from "@jsonforms/core";
import { markRaw } from "vue";
import FieldRenderer from "./FieldRenderer.vue";
import GroupRenderer from "./GroupRenderer.vue";
import LayoutRenderer from "./LayoutRenderer.vue";

/** How each element of a UI schema is drawn; frozen, because JSON Forms compares by identity. */
export const renderers: readonly JsonFormsRendererRegistryEntry[] = markRaw([
  { tester: rankWith(1, or(isLayout, uiTypeIs("Categorization"))), renderer: markRaw(LayoutRenderer) },
  { tester: rankWith(2, or(uiTypeIs("Group"), uiTypeIs("Category"))), renderer: markRaw(GroupRenderer) },
  { tester: rankWith(3, isControl), renderer: markRaw(FieldRenderer) },
]);
