import type { FieldContext } from "#engine";
import { computed } from "vue";
import { useMe } from "../../api/me.ts";
import { useTexts } from "../../i18n/i18n.ts";

/** What a type needs to know to parse or format a value on this page. */
export function useFieldContext() {
  const { locale } = useTexts();
  const { data } = useMe();
  return computed<FieldContext>(() => ({
    locale: locale.value,
    timeZone: data.value?.workspace.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    now: new Date().toISOString(),
  }));
}
