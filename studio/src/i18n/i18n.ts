import type { Locale, LocalizedText } from "#engine";
import { computed, type ComputedRef } from "vue";
import { createI18n, useI18n, type I18n } from "vue-i18n";

const STORED = "tessera.locale";
const MANY = 2;

/** One chunk per language: the texts of all features, each file under its own name as first part of the key. */
const loaders: Readonly<Record<Locale, () => Promise<{ messages: Messages }>>> = {
  "zh-CN": () => import("./messages-zh.ts"),
  en: () => import("./messages-en.ts"),
};
type Messages = Record<string, never>;

const i18n = createI18n({ legacy: false, locale: "zh-CN", fallbackLocale: "zh-CN", messages: {} });

/** Makes the texts ready in the language last chosen here, else in the browser's. */
export async function startI18n(): Promise<I18n> {
  await draw(storedLocale());
  return i18n as unknown as I18n;
}

/** Switches every text on the page, and remembers the choice in this browser. */
export async function showIn(locale: Locale): Promise<void> {
  localStorage.setItem(STORED, locale);
  await draw(locale);
}

/** Switches every text on the page to the person's own language, unless another was chosen in this browser. */
export async function showInOwn(locale: Locale): Promise<void> {
  if (rememberedLocale() === null) await draw(locale);
}

async function draw(locale: Locale): Promise<void> {
  const { messages } = await loaders[locale]();
  i18n.global.setLocaleMessage(locale, messages);
  i18n.global.locale.value = locale;
  document.documentElement.lang = locale;
}

/** Language chosen in this browser before, if any. */
function rememberedLocale(): Locale | null {
  const stored = localStorage.getItem(STORED);
  return stored === "zh-CN" || stored === "en" ? stored : null;
}

function storedLocale(): Locale {
  return rememberedLocale() ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en");
}

export interface Texts {
  /** The language on the page. */
  readonly locale: ComputedRef<Locale>;
  /**
   * Text for a key, with its named parts. A text of the form "one | many" takes its form from the part `count`,
   * else from the first part that is a number.
   */
  readonly t: (key: string, parts?: Record<string, unknown>) => string;
  /** A bilingual text of metadata in the language on the page. */
  readonly say: (text: LocalizedText | undefined) => string;
}

/** Texts of the page for a component. */
export function useTexts(): Texts {
  const { t, locale } = useI18n({ useScope: "global" });
  const current = computed(() => locale.value as Locale);
  return {
    locale: current,
    t: (key, parts = {}) => t(key, parts, amountIn(parts)),
    say: (text) => text?.[current.value] ?? text?.en ?? "",
  };
}

/** How many a text speaks of; many when it names no number. A number written for people, "1,000", counts as many. */
export function amountIn(parts: Readonly<Record<string, unknown>>): number {
  const amount = Number(parts["count"] ?? Object.values(parts).find((part) => typeof part === "number"));
  return Number.isFinite(amount) ? amount : MANY;
}
