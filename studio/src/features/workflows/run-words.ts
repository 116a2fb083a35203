import type { LocalizedText } from "#engine";
import { useMe } from "../../api/me.ts";
import { useTexts } from "../../i18n/i18n.ts";

/** Instants in the caller's language and time zone. */
export function useMoments() {
  const { locale } = useTexts();
  const me = useMe();
  function moment(at: string): string {
    const timeZone = me.data.value?.user.timeZone;
    return new Intl.DateTimeFormat(locale.value, {
      dateStyle: "medium",
      timeStyle: "medium",
      ...(timeZone === undefined ? {} : { timeZone }),
    }).format(new Date(at));
  }
  return { moment };
}

/** Lines of an effect or input for people: member names with short texts of their values. */
export function linesOf(
  value: Readonly<Record<string, unknown>> | undefined,
  locale: "zh-CN" | "en",
): readonly { readonly name: string; readonly text: string }[] {
  return Object.entries(value ?? {})
    .filter(([, one]) => one !== undefined && one !== null && one !== "")
    .map(([name, one]) => ({ name, text: textOf(one, locale) }));
}

function textOf(value: unknown, locale: "zh-CN" | "en"): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return String(value);
  if (locale in value) return String((value as LocalizedText)[locale]);
  return JSON.stringify(value);
}
