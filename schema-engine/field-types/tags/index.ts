import { defineFieldType } from "../../contract/field-type.ts";
import { failure, invalid, success, under, type Problem } from "../../contract/problem.ts";
import { checkText, masked } from "../../shared/check-text.ts";
import { labelled, settingsOf } from "../../shared/labelled.ts";
import { bilingual } from "../../shared/locale.ts";
import { foldText } from "../../shared/sortable-text.ts";

interface TagsSettings {
  /** Words offered while typing, with the spelling they are kept in; at most 200. */
  readonly suggestions: readonly string[];
}

/** Most words of one value. */
const MOST = 50;
/** Most characters of a word. */
const LONGEST = 60;
/** One line with something to see, without the characters that separate words. */
const WORD = "^(?=.*\\S)[^,，、;；|\\u0000-\\u001F\\u007F-\\u009F\\u2028\\u2029\\uD800-\\uDFFF]+$";
const limits = {
  maxLength: LONGEST,
  pattern: new RegExp(WORD, "u"),
  malformed: invalid(
    "",
    "tag",
    bilingual(
      "标签不能为空，也不能含有逗号、顿号或分号。",
      "A tag has no commas or semicolons and is not empty.",
    ),
  ),
};
const wordSchema = { type: "string", maxLength: LONGEST, pattern: WORD };

export default defineFieldType<readonly string[], TagsSettings>({
  name: "tags",
  label: bilingual("标签", "Tags"),
  description: bilingual("自由填写的若干词语。", "Words that people choose freely."),
  icon: "tags",
  settingsSchema: settingsOf({
    suggestions: labelled(bilingual("建议的标签", "Suggested tags"), {
      type: "array",
      items: wordSchema,
      uniqueItems: true,
      maxItems: 200,
    }),
  }),
  defaultSettings: { suggestions: [] },
  valueSchema: () => ({ type: "array", items: wordSchema, maxItems: MOST }),
  check: checkTags,
  normalize: (value, { suggestions }) => distinct(value, suggestions),
  isBlank: (value) => value.length === 0,
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as readonly string[] },
  searchText: (value) => value,
  operators: ["contains", "isEmpty", "isNotEmpty"],
  matches: (_operator, value, operand) =>
    typeof operand === "string" && value.some((one) => foldText(one) === foldText(tidy(operand))),
  parse(text, { suggestions }) {
    if (/^[\s*＊]*[*＊][\s*＊]*$|[*＊]{2}/.test(text)) return failure(masked);
    const words = text.split(/[,，、;；|\n]/).filter((one) => one.trim() !== "");
    const value = distinct(words, suggestions);
    const problems = checkTags(value);
    return problems.length > 0 ? failure(...problems) : success(value);
  },
  format: (value, _settings, { locale }) => value.join(locale === "en" ? ", " : "、"),
  cel: { type: "list<string>", toCel: (value) => value },
});

function checkTags(value: unknown): readonly Problem[] {
  if (!Array.isArray(value)) return [notList];
  if (value.length > MOST) return [tooMany];
  return value.flatMap((one: unknown, at) =>
    checkText(one, limits).map((problem) => under(`/${at}`, problem)),
  );
}

/** Each word once, in the spelling of the suggestion or of its first use; case, width and accents do not matter. */
function distinct(words: readonly string[], suggestions: readonly string[]): readonly string[] {
  const spelling = new Map(suggestions.map((one) => [foldText(tidy(one)), tidy(one)]));
  const kept = new Map<string, string>();
  for (const word of words) {
    const tidied = tidy(word);
    const key = foldText(tidied);
    if (!kept.has(key)) kept.set(key, spelling.get(key) ?? tidied);
  }
  return [...kept.values()];
}

function tidy(word: string): string {
  return word.trim().replace(/\s+/gu, " ");
}

const notList = invalid("", "type", bilingual("请填写标签列表。", "Enter a list of tags."));
const tooMany = invalid(
  "",
  "too_many",
  bilingual(`最多 ${MOST} 个标签。`, `At most ${MOST} tags are allowed.`),
);
