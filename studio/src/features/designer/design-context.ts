import type { LocalizedText, ObjectDefinition, TemplateDefinition } from "#engine";
import { computed } from "vue";
import type { Draft } from "./draft.ts";
import { useTexts } from "../../i18n/i18n.ts";

export interface PickItem {
  readonly value: string;
  readonly label: string;
  readonly icon?: string;
}

/** What pickers in designers offer: objects, their fields, templates, as they will be after the next publish. */
export function useDesignContext(draft: Draft) {
  const { say } = useTexts();
  const live = (kind: string) => draft.documents(kind).filter((one) => one.state !== "deleted");
  const objects = computed(() => live("object").map((one) => one.body as unknown as ObjectDefinition));
  const objectItems = computed(() => objects.value.map((one) => item(one, `i-lucide-${one.icon ?? "box"}`)));
  const templateItems = computed(() =>
    live("template").map((one) => item(one.body as unknown as TemplateDefinition, "i-lucide-mail")),
  );
  const fieldsOf = (object: string) => objects.value.find((one) => one.apiName === object)?.fields ?? [];
  const fieldItems = (object: string): PickItem[] => fieldsOf(object).map((one) => item(one));

  function item(one: { readonly apiName: string; readonly label: LocalizedText }, icon?: string): PickItem {
    return { value: one.apiName, label: say(one.label), ...(icon === undefined ? {} : { icon }) };
  }
  return { objects, objectItems, templateItems, fieldsOf, fieldItems };
}

export type DesignContext = ReturnType<typeof useDesignContext>;
