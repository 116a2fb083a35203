import type { References } from "../api/answers.ts";
import type { FieldInfo } from "../model/object-info.ts";

/** What every `fields/<type>/Control.vue` is given; it emits `update:modelValue` with null for no value. */
export interface ControlProps {
  readonly modelValue?: unknown;
  readonly field: FieldInfo;
  /** Id of the element that a label points at. */
  readonly id?: string | undefined;
  readonly disabled?: boolean | undefined;
  /** Whether a message about the value is shown; for colour and `aria-invalid`. */
  readonly invalid?: boolean | undefined;
  /** Names of what values refer to, as far as known. */
  readonly references?: References | undefined;
}

/** What every `fields/<type>/Cell.vue` is given; blank values never reach it. */
export interface CellProps {
  readonly value: unknown;
  readonly field: FieldInfo;
  readonly references?: References | undefined;
}
