import { defineFieldType } from "../../contract/field-type.ts";
import { failure, invalid, success } from "../../contract/problem.ts";
import { masked } from "../../shared/check-text.ts";
import {
  checkChoices,
  choiceCodes,
  choiceSettingsSchema,
  findChoice,
  unknownChoice,
  usedSet,
  type ChoiceSettings,
} from "../../shared/choice-settings.ts";
import { bilingual, isMasked } from "../../shared/locale.ts";

export default defineFieldType<string, ChoiceSettings>({
  name: "select",
  label: bilingual("单选", "Select"),
  description: bilingual("从固定选项中选择一个。", "One of a fixed list of options."),
  icon: "circle-chevron-down",
  settingsSchema: choiceSettingsSchema,
  defaultSettings: { options: [] },
  checkSettings: checkChoices,
  valueSchema: (settings) => ({ type: "string", enum: [...choiceCodes(settings).keys()] }),
  check(value, settings) {
    if (typeof value !== "string") return [notChosen];
    return choiceCodes(settings).has(value) ? [] : [unknownChoice(value, settings)];
  },
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as string },
  index: { encode: (value) => value },
  operators: ["eq", "ne", "in", "notIn", "isEmpty", "isNotEmpty"],
  choices: (settings) => settings.options,
  optionSet: ({ optionSet }) => optionSet,
  controlledBy: ({ controlledBy }) => controlledBy,
  uses: usedSet,
  parse(text, settings) {
    const found = findChoice(text, settings);
    if (found !== null) return success(found);
    return failure(isMasked(text) ? masked : unknownChoice(text, settings));
  },
  format: (value, settings, { locale }) => choiceCodes(settings).get(value)?.label[locale] ?? value,
  cel: { type: "string", toCel: (value) => value },
});

const notChosen = invalid("", "type", bilingual("请选择一个选项。", "Choose one option."));
