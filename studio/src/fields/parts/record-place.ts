import { computed, inject, provide, type ComputedRef, type InjectionKey } from "vue";

/** The record that fields on the page belong to; `id` null: one that is not saved yet. */
export interface RecordPlace {
  readonly object: string;
  readonly id: string | null;
}

const key: InjectionKey<ComputedRef<RecordPlace>> = Symbol("record place");

/** Tells the fields below which record they are of. */
export function provideRecordPlace(place: () => RecordPlace): void {
  provide(key, computed(place));
}

/** Which record the field is of; undefined where there is none, as in lists and in the playground. */
export function useRecordPlace(): ComputedRef<RecordPlace> | undefined {
  return inject(key, undefined);
}
