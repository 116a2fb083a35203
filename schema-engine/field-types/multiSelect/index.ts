import { defineFieldType } from "../../contract/field-type.ts";
import { failure, invalid, success, type Problem } from "../../contract/problem.ts";
import { masked } from "../../shared/check-text.ts";
import {
  checkChoices,
  choiceCodes,
  choiceSettingsSchema,
  findChoice,
  inOrder,
  unknownChoice,
  usedSet,
  type ChoiceSettings,
} from "../../shared/choice-settings.ts";
import { bilingual, isMasked } from "../../shared/locale.ts";

/** Most options one value may hold. */
const MOST = 50;

export default defineFieldType<readonly string[], ChoiceSettings>({
  name: "multiSelect",
  label: bilingual("多选", "Multi-select"),
  description: bilingual("从固定选项中选择多个。", "Several of a fixed list of options."),
  icon: "list-checks",
  settingsSchema: choiceSettingsSchema,
  defaultSettings: { options: [] },
  checkSettings: checkChoices,
  valueSchema: (settings) => ({
    type: "array",
    items: { type: "string", enum: [...choiceCodes(settings).keys()] },
    uniqueItems: true,
    maxItems: MOST,
  }),
  check: checkList,
  normalize: (value, settings) => inOrder(value, settings),
  isBlank: (value) => value.length === 0,
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as readonly string[] },
  operators: ["contains", "isEmpty", "isNotEmpty"],
  matches: (_operator, value, operand) => typeof operand === "string" && value.includes(operand),
  takesOperand: (operand, _operator, settings) =>
    typeof operand === "string" && choiceCodes(settings).has(operand),
  choices: (settings) => settings.options,
  optionSet: ({ optionSet }) => optionSet,
  controlledBy: ({ controlledBy }) => controlledBy,
  uses: usedSet,
  parse(text, settings) {
    const parts = text.split(/[,，、;；|\n]/).filter((part) => part.trim() !== "");
    const codes: string[] = [];
    for (const part of parts) {
      const found = findChoice(part, settings);
      if (found === null) return failure(isMasked(part) ? masked : unknownChoice(part.trim(), settings));
      codes.push(found);
    }
    const value = inOrder([...new Set(codes)], settings);
    const problems = checkList(value, settings);
    return problems.length > 0 ? failure(...problems) : success(value);
  },
  format: (value, settings, { locale }) =>
    value
      .map((code) => choiceCodes(settings).get(code)?.label[locale] ?? code)
      .join(locale === "en" ? ", " : "、"),
  cel: { type: "list<string>", toCel: (value) => value },
});

function checkList(value: unknown, settings: ChoiceSettings): readonly Problem[] {
  if (!Array.isArray(value)) return [notList];
  const codes = choiceCodes(settings);
  const unknown = value.flatMap((one: unknown, at) =>
    typeof one === "string" && codes.has(one)
      ? []
      : [{ ...unknownChoice(String(one), settings), pointer: `/${at}` }],
  );
  if (unknown.length > 0) return unknown;
  if (new Set(value).size < value.length) return [repeated];
  return value.length > MOST ? [tooMany] : [];
}

const notList = invalid("", "type", bilingual("请选择一个或多个选项。", "Choose one or more options."));
const repeated = invalid(
  "",
  "duplicate",
  bilingual("同一选项只能选择一次。", "Choose each option only once."),
);
const tooMany = invalid(
  "",
  "too_many",
  bilingual(`最多选择 ${MOST} 项。`, `Choose at most ${MOST} options.`),
);
