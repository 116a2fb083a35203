import {
  isControl,
  isLayout,
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
  { tester: rankWith(1, isLayout), renderer: markRaw(LayoutRenderer) },
  { tester: rankWith(2, uiTypeIs("Group")), renderer: markRaw(GroupRenderer) },
  { tester: rankWith(3, isControl), renderer: markRaw(FieldRenderer) },
]);
