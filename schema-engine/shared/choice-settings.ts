import type { Choice } from "../contract/field-type.ts";
import type { JsonSchema } from "../contract/json.ts";
import { invalid, type Problem } from "../contract/problem.ts";
import { labelled, settingsOf } from "./labelled.ts";
import { bilingual, halfWidth } from "./locale.ts";

/** Settings of the types whose values come from a closed set. */
export interface ChoiceSettings {
  readonly options: readonly Choice[];
}

/** Names of the ten colours of the design language. */
export const choiceColors = [
  "neutral",
  "red",
  "orange",
  "yellow",
  "green",
  "teal",
  "blue",
  "indigo",
  "violet",
  "pink",
];

const localized: JsonSchema = settingsOf(
  {
    "zh-CN": { type: "string", minLength: 1, maxLength: 80 },
    en: { type: "string", minLength: 1, maxLength: 80 },
  },
  ["zh-CN", "en"],
);

/** Codes are printable ASCII without space, so that they are their own sort keys. */
const option: JsonSchema = settingsOf(
  {
    value: labelled(bilingual("值", "Value"), {
      type: "string",
      pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$",
    }),
    label: labelled(bilingual("名称", "Label"), localized),
    color: labelled(bilingual("颜色", "Colour"), { type: "string", enum: choiceColors }),
  },
  ["value", "label"],
);

export const choiceSettingsSchema: JsonSchema = settingsOf(
  {
    options: labelled(bilingual("选项", "Options"), {
      type: "array",
      items: option,
      minItems: 1,
      maxItems: 500,
    }),
  },
  ["options"],
);

/** Problems for each option value that was used before. */
export function checkChoices(settings: ChoiceSettings): readonly Problem[] {
  const seen = new Set<string>();
  return settings.options.flatMap(({ value }, at) => {
    const repeated = seen.has(value);
    seen.add(value);
    return repeated
      ? [
          invalid(
            `/options/${at}/value`,
            "duplicate_option",
            bilingual(`选项值“${value}”重复。`, `The option value “${value}” is used twice.`),
          ),
        ]
      : [];
  });
}

const codesOf = new WeakMap<ChoiceSettings, ReadonlySet<string>>();

/** The option codes of these settings, looked up once. */
export function choiceCodes(settings: ChoiceSettings): ReadonlySet<string> {
  const known = codesOf.get(settings);
  if (known) return known;
  const codes = new Set(settings.options.map((one) => one.value));
  codesOf.set(settings, codes);
  return codes;
}

/** The code a text stands for: a label in either language, or the code itself; case and width do not matter. */
export function findChoice(text: string, settings: ChoiceSettings): string | null {
  const wanted = fold(text);
  const exact = settings.options.find((one) => one.value === text.trim());
  const found = exact ?? settings.options.find((one) => namesOf(one).some((name) => fold(name) === wanted));
  return found?.value ?? null;
}

export function unknownChoice(text: string, settings: ChoiceSettings): Problem {
  const shown = text.slice(0, 80);
  const names = (locale: "zh-CN" | "en"): string =>
    settings.options
      .slice(0, 12)
      .map((one) => one.label[locale])
      .join(locale === "en" ? ", " : "、");
  return invalid(
    "",
    "unknown_option",
    bilingual(
      `“${shown}”不是可选项，请从这些中选择：${names("zh-CN")}。`,
      `“${shown}” is not one of the options; choose one of: ${names("en")}.`,
    ),
  );
}

function namesOf(one: Choice): readonly string[] {
  return [one.label["zh-CN"], one.label.en, one.value];
}

function fold(text: string): string {
  return halfWidth(text).trim().toLowerCase();
}
