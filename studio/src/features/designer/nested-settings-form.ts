import { getCurrentInstance, inject, provide, type Component, type InjectionKey } from "vue";

const key: InjectionKey<Component> = Symbol("nested settings form");

/** Called by the settings form: its parts draw nested settings with the form itself, which they cannot import. */
export function offerNestedForm(): void {
  const self = getCurrentInstance();
  if (self) provide(key, self.type);
}

/** The settings form this part stands in. */
export function useNestedForm(): Component {
  const form = inject(key);
  if (!form) throw new Error("a part of a settings form stands outside of one");
  return form;
}
