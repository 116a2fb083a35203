import type { Json, JsonObject, LocalizedText, Locale } from "#engine";
import type { DraftConflict, DraftMerge } from "./draft.ts";

/** Whose side stays at a conflict. */
export type Side = "mine" | "theirs";

/** The document with a side chosen for each conflict, in the order of the conflicts; null: it is removed. */
export function settledDocument(merge: DraftMerge, sides: readonly Side[]): JsonObject | null {
  const changes = merge.conflicts
    .filter((_one, at) => sides[at] === "theirs")
    .map(({ pointer, theirs }) => ({ steps: stepsOf(pointer), value: theirs }));
  const whole = changes.find((one) => one.steps.length === 0);
  if (whole) return whole.value as JsonObject | null;
  // Places count from the merged document: what goes, goes last and from the end, so that no place shifts before its turn.
  const kept = changes.filter((one) => one.value !== null);
  const gone = changes.filter((one) => one.value === null).sort((a, b) => fromTheEnd(a.steps, b.steps));
  return [...kept, ...gone].reduce<Json>(
    (document, one) => withValue(document, one.steps, one.value),
    merge.merged,
  ) as JsonObject | null;
}

function fromTheEnd(a: readonly string[], b: readonly string[]): number {
  return b.length - a.length || Number(b.at(-1)) - Number(a.at(-1)) || 0;
}

/** `null` takes the place away; the step `-` is the end of a list. */
function withValue(into: Json | undefined, steps: readonly string[], value: Json): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (Array.isArray(into)) return withElement(into as readonly Json[], { step, rest }, value);
  const record = (into ?? {}) as JsonObject;
  const next = withValue(record[step], rest, value);
  if (rest.length > 0 || next !== null) return { ...record, [step]: next };
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== step));
}

function withElement(
  list: readonly Json[],
  { step, rest }: { readonly step: string; readonly rest: readonly string[] },
  value: Json,
): Json {
  if (step === "-") return value === null ? list : [...list, value];
  const at = Number(step);
  const isGone = rest.length === 0 && value === null;
  if (isGone) return list.filter((_one, index) => index !== at);
  return list.map((one, index) => (index === at ? withValue(one, rest, value) : one));
}

/** One part of the way to a place: an element of a list by its name, or a property. */
export type PlacePart = { readonly list: string; readonly name: string } | { readonly property: string };

/** Where a conflict is, from the outside in; empty: the whole document. */
export function placeParts(merge: DraftMerge, conflict: DraftConflict, locale: Locale): readonly PlacePart[] {
  const parts: PlacePart[] = [];
  const steps = stepsOf(conflict.pointer);
  let value: Json | undefined = merge.merged;
  for (let at = 0; at < steps.length; at += 1) {
    const step = steps[at] ?? "";
    const inside: Json | undefined = childOf(value, step);
    const next = steps[at + 1];
    if (Array.isArray(inside) && next !== undefined) {
      value = childOf(inside as Json, next) ?? conflict.theirs ?? conflict.mine;
      parts.push({ list: step, name: nameIn(value, locale) || next });
      at += 1;
    } else {
      if (!isLocale(step)) parts.push({ property: step });
      value = inside;
    }
  }
  return parts;
}

function isLocale(step: string): boolean {
  return step === "zh-CN" || step === "en";
}

function childOf(value: Json | undefined, step: string): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[])[Number(step)];
  return isObject(value) ? value[step] : undefined;
}

function nameIn(value: Json | undefined, locale: Locale): string {
  if (typeof value === "string") return value;
  if (!isObject(value)) return "";
  const label = value["label"] as LocalizedText | string | undefined;
  const shown = typeof label === "object" ? label[locale] : label;
  return shown ?? String(value["apiName"] ?? value["option"] ?? value["value"] ?? "");
}

const LONGEST = 160;

/** A value in short; empty when there is none. */
export function valueWords(value: Json, locale: Locale): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "✓" : "✗";
  if (Array.isArray(value)) return listWords(value as readonly Json[], locale);
  if (!isObject(value)) return String(value).slice(0, LONGEST);
  if (locale in value) return String(value[locale]).slice(0, LONGEST);
  return nameIn(value, locale) || JSON.stringify(value).slice(0, LONGEST);
}

function listWords(list: readonly Json[], locale: Locale): string {
  const words = list.map((one) => nameIn(one, locale) || JSON.stringify(one)).join("、");
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}
