import { computed } from "vue";
import { useTexts } from "./i18n.ts";

const SPANS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** Dates and instants in the language on the page; `zone` is an IANA name, by default this machine's. */
export function useMoments(zone?: () => string | undefined) {
  const { locale } = useTexts();
  const relative = computed(() => new Intl.RelativeTimeFormat(locale.value, { numeric: "auto" }));
  const place = () => ({ timeZone: zone?.() ?? Intl.DateTimeFormat().resolvedOptions().timeZone });

  /** How long ago an RFC 3339 instant was, for example “3 hours ago”; “now” when the server's clock is ahead. */
  function ago(instant: string): string {
    const seconds = Math.min(0, Date.parse(instant) - Date.now()) / 1000;
    const [unit, length] = SPANS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
    return relative.value.format(Math.round(seconds / length), unit);
  }
  /** An instant as date and time of day. */
  function moment(instant: string): string {
    return new Intl.DateTimeFormat(locale.value, {
      ...place(),
      dateStyle: "medium",
      timeStyle: "short",
    }).format(new Date(instant));
  }
  /** A date `YYYY-MM-DD`, which has no zone. */
  function day(date: string): string {
    return new Intl.DateTimeFormat(locale.value, { timeZone: "UTC", dateStyle: "medium" }).format(
      new Date(`${date}T00:00:00Z`),
    );
  }
  return { ago, moment, day };
}
