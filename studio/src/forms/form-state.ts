import type { InjectionKey, Ref } from "vue";
import type { References } from "../api/answers.ts";
import type { ObjectInfo } from "../model/object-info.ts";

/** What the controls of a record form share. */
export interface FormState {
  readonly object: Readonly<Ref<ObjectInfo>>;
  readonly references: Readonly<Ref<References>>;
  /** Message to show beside a field; undefined while there is nothing to say. */
  readonly message: (field: string) => string | undefined;
  /** Whether the field is shown for the values entered. */
  readonly isVisible: (field: string) => boolean;
  /** Whether the field is locked for the values entered. */
  readonly isLocked: (field: string) => boolean;
  /** Whether the field must have a value here. */
  readonly isRequired: (field: string) => boolean;
  /** Tells that the person has been in the field: from now on its messages show. */
  readonly touch: (field: string) => void;
}

export const formStateKey: InjectionKey<FormState> = Symbol("form state");
