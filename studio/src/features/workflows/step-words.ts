import type { JsonSchema, LocalizedText, NodeDefinition, NodeType } from "#engine";
import { controlOf, valueLabel } from "../designer/settings-controls.ts";
import { durationParts } from "../designer/step-values.ts";

const MOST_PARTS = 3;
const LONGEST = 80;

/** What a step does, in a few words from its settings; names of metadata are looked up by `nameOf`. */
export function stepSummary(
  node: NodeDefinition,
  type: NodeType | undefined,
  words: {
    readonly say: (text: LocalizedText | undefined) => string;
    readonly nameOf: (kind: string, apiName: string) => string;
  },
): readonly string[] {
  const properties = (type?.settingsSchema["properties"] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const settings: Readonly<Record<string, unknown>> = { ...type?.defaultSettings, ...node.settings };
  return Object.entries(properties)
    .map(([name, schema]) => partOf(schema, settings[name], words))
    .filter((part) => part !== "")
    .slice(0, MOST_PARTS)
    .map((part) => (part.length > LONGEST ? `${part.slice(0, LONGEST)}…` : part));
}

type Words = Parameters<typeof stepSummary>[2];

function partOf(schema: JsonSchema, value: unknown, words: Words): string {
  if (value === undefined || value === null || value === "") return "";
  const control = controlOf(schema, undefined);
  const makers: Partial<Record<typeof control, () => string>> = {
    choice: () => words.say(valueLabel(schema, String(value))),
    choices: () => (value as readonly string[]).map((one) => words.say(valueLabel(schema, one))).join(" / "),
    fields: () => (value as readonly string[]).join(", "),
    object: () => words.nameOf("object", String(value)),
    template: () => words.nameOf("template", String(value)),
    user: () => words.nameOf("user", String(value)),
    bilingual: () => words.say(value as LocalizedText),
    duration: () => words.say(durationWords(String(value))),
    "step-values": () => Object.keys(value).join(", "),
    rows: () => "",
  };
  const make = makers[control];
  return make ? make() : typeof value === "object" ? "" : String(value);
}

const units: Readonly<Record<string, string>> = { TM: "minute", TH: "hour", D: "day", W: "week", M: "month" };

function durationWords(duration: string): LocalizedText {
  const parts = durationParts(duration);
  const unit = units[parts?.unit ?? ""];
  if (!parts || !unit) return { "zh-CN": duration, en: duration };
  const text = (locale: string) =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(parts.amount);
  return { "zh-CN": text("zh-CN"), en: text("en") };
}
