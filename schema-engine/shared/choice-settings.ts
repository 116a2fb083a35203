import type { Choice } from "../contract/field-type.ts";
import type { JsonSchema } from "../contract/json.ts";
import { MOST_OPTIONS } from "../contract/metadata/option-set.ts";
import { invalid, type Problem } from "../contract/problem.ts";
import { API_NAME_PATTERN } from "../contract/schema-of.ts";
import { labelled, settingsOf } from "./labelled.ts";
import { bilingual, halfWidth } from "./locale.ts";

/** Settings of the types whose values come from a closed set. */
export interface ChoiceSettings {
  /** Empty while `optionSet` names a set whose options the compiler has not filled in. */
  readonly options: readonly Choice[];
  /** API name of a shared option set; its options then count, not the field's own. */
  readonly optionSet?: string;
  /** API name of the field that decides which options are offered (`Choice.onlyFor`). */
  readonly controlledBy?: string;
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

const CODE_PATTERN = "^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$";

/** Codes are printable ASCII without space, so that they are their own sort keys. */
const option: JsonSchema = settingsOf(
  {
    id: { type: "string", pattern: "^[a-z0-9]{1,20}$" },
    value: labelled(bilingual("值", "Value"), { type: "string", pattern: CODE_PATTERN }),
    label: labelled(bilingual("名称", "Label"), localized),
    color: labelled(bilingual("颜色", "Colour"), { type: "string", enum: choiceColors }),
    retired: labelled(bilingual("停用", "Retired"), { type: "boolean" }),
    probability: labelled(bilingual("可能性（%）", "Probability (%)"), {
      type: "number",
      minimum: 0,
      maximum: 100,
    }),
    category: labelled(bilingual("含义", "Meaning"), { type: "string", enum: ["open", "won", "lost"] }),
    onlyFor: labelled(bilingual("仅当控制字段为", "Only for"), {
      type: "array",
      items: { type: "string", pattern: CODE_PATTERN },
      minItems: 1,
      maxItems: MOST_OPTIONS,
      uniqueItems: true,
    }),
  },
  ["value", "label"],
);

export const choiceSettingsSchema: JsonSchema = settingsOf({
  optionSet: labelled(bilingual("共享选项集", "Shared option set"), {
    type: "string",
    pattern: API_NAME_PATTERN,
    "x-widget": "option-set",
  }),
  options: labelled(bilingual("选项", "Options"), { type: "array", items: option, maxItems: MOST_OPTIONS }),
  controlledBy: labelled(bilingual("控制字段", "Controlled by"), {
    type: "string",
    pattern: API_NAME_PATTERN,
    "x-widget": "controlling-field",
  }),
});

/** Problems of options that repeat a value, or that are not there at all. */
export function checkChoices({ options, optionSet }: ChoiceSettings): readonly Problem[] {
  if (options.length === 0) return optionSet === undefined ? [noOptions] : [];
  const seen = new Set<string>();
  return options.flatMap(({ value }, at) => {
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

const noOptions = invalid(
  "/options",
  "no_options",
  bilingual(
    "请添加至少一个选项，或选择共享选项集。",
    "Add at least one option, or choose a shared option set.",
  ),
);

interface Lookup {
  /** Code → option. */
  readonly byCode: ReadonlyMap<string, Choice>;
  /** Code → place in the admin's order. */
  readonly order: ReadonlyMap<string, number>;
  /** Folded label or code → code; made at the first search. */
  names?: ReadonlyMap<string, string>;
}
const lookups = new WeakMap<readonly Choice[], Lookup>();

/** Made once per list of options, because a field may have thousands. */
function lookupOf({ options }: ChoiceSettings): Lookup {
  const known = lookups.get(options);
  if (known) return known;
  const made: Lookup = {
    byCode: new Map(options.map((one) => [one.value, one])),
    order: new Map(options.map((one, at) => [one.value, at])),
  };
  lookups.set(options, made);
  return made;
}

/** The options by their codes, looked up once. */
export function choiceCodes(settings: ChoiceSettings): ReadonlyMap<string, Choice> {
  return lookupOf(settings).byCode;
}

/** The same codes in the admin's order. */
export function inOrder(codes: readonly string[], settings: ChoiceSettings): readonly string[] {
  const { order } = lookupOf(settings);
  return codes.filter((code) => order.has(code)).sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
}

/** The code a text stands for: a label in either language, or the code itself; case and width do not matter. */
export function findChoice(text: string, settings: ChoiceSettings): string | null {
  const lookup = lookupOf(settings);
  const exact = text.trim();
  if (lookup.byCode.has(exact)) return exact;
  lookup.names ??= namesOf(settings.options);
  return lookup.names.get(fold(text)) ?? null;
}

/** The first option of a name has it; one that is offered goes before one that is retired. */
function namesOf(options: readonly Choice[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const isRetired of [false, true])
    for (const { value, label, retired } of options) {
      if ((retired === true) !== isRetired) continue;
      for (const name of [label["zh-CN"], label.en, value])
        if (!names.has(fold(name))) names.set(fold(name), value);
    }
  return names;
}

export function unknownChoice(text: string, settings: ChoiceSettings): Problem {
  const shown = text.slice(0, 80);
  const names = (locale: "zh-CN" | "en"): string =>
    settings.options
      .filter((one) => one.retired !== true)
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

function fold(text: string): string {
  return halfWidth(text).trim().toLowerCase();
}

/** The shared set a field takes its options from. */
export function usedSet({ optionSet }: ChoiceSettings) {
  return optionSet === undefined ? [] : [{ kind: "optionSet", apiName: optionSet, pointer: "/optionSet" }];
}
