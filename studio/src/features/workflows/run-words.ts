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

/** What every record has and no step decides on. */
const bookkeeping: ReadonlySet<string> = new Set(
  "id version createdAt createdBy updatedAt updatedBy".split(" "),
);

interface Line {
  readonly name: string;
  readonly text: string;
}

/** Lines of an effect or input for people: where a value stands, such as `record.subject`, with its short text. */
export function linesOf(
  value: Readonly<Record<string, unknown>> | undefined,
  locale: "zh-CN" | "en",
): readonly Line[] {
  return Object.entries(value ?? {}).flatMap(([name, one]) => linesAt(name, one, locale));
}

function linesAt(name: string, value: unknown, locale: "zh-CN" | "en"): readonly Line[] {
  if (value === undefined || value === null || value === "") return [];
  if (typeof value !== "object") return [{ name, text: String(value as string | number | boolean) }];
  if (Array.isArray(value)) return [{ name, text: listText(value) }];
  if (locale in value) return [{ name, text: String((value as LocalizedText)[locale]) }];
  if ("currency" in value && "amount" in value)
    return [{ name, text: `${String(value.amount)} ${String(value.currency)}` }];
  return Object.entries(value)
    .filter(([inner]) => !bookkeeping.has(inner))
    .flatMap(([inner, one]) =>
      // A record's values are named as expressions name them: record.subject.
      linesAt(inner === "values" ? name : `${name}.${inner}`, one, locale),
    );
}

function listText(list: readonly unknown[]): string {
  return list.map((one) => (typeof one === "object" ? JSON.stringify(one) : String(one))).join(", ");
}
