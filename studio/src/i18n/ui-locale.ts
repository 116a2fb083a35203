import { en, zh_cn } from "@nuxt/ui/locale";
import { computed } from "vue";
import { useTexts } from "./i18n.ts";

/** The component library's own texts in the language on the page. */
export function useUiLocale() {
  const { locale } = useTexts();
  return computed(() => (locale.value === "en" ? en : zh_cn));
}
