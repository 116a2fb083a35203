import { defineFieldType } from "../../contract/field-type.ts";
import type { Json } from "../../contract/json.ts";
import { failure, invalid, success, type Problem, type Result } from "../../contract/problem.ts";
import { masked } from "../../shared/check-text.ts";
import { settingsOf } from "../../shared/labelled.ts";
import { bilingual } from "../../shared/locale.ts";
import { utf8Length } from "../../shared/utf8-order.ts";

/** Most bytes (UTF-8) of the compact text. */
const MOST_BYTES = 16_384;
/** Deepest nesting of lists and objects. */
const DEEPEST = 20;

export default defineFieldType<Json, object>({
  name: "json",
  label: bilingual("JSON", "JSON"),
  description: bilingual(
    "由其他系统读写的结构化数据。",
    "Structured data that other systems read and write.",
  ),
  icon: "braces",
  settingsSchema: settingsOf({}),
  defaultSettings: {},
  valueSchema: () => ({ type: ["object", "array", "string", "number", "boolean"] }),
  check: checkJson,
  // As it comes back from its text: −0, which JSON can read but does not write, becomes 0 at once.
  normalize: (value) => JSON.parse(JSON.stringify(value)) as Json,
  storage: {
    class: "stored",
    encode: (value) => JSON.stringify(value),
    decode: (stored) => JSON.parse(stored as string) as Json,
  },
  operators: ["isEmpty", "isNotEmpty"],
  parse: parseJson,
  format: (value) => JSON.stringify(value),
  cel: { type: "dyn", toCel: (value) => value },
  uiOptions: () => ({ multi: true }),
});

function checkJson(value: unknown): readonly Problem[] {
  if (value === null || value === undefined || Number.isNaN(value)) return [notJson];
  const depth = depthOf(value);
  if (depth === null) return [notText];
  if (depth > DEEPEST) return [tooDeep];
  return utf8Length(JSON.stringify(value)) > MOST_BYTES ? [tooBig] : [];
}

/** Levels of lists and objects, one more than allowed where there are more; null where a text is no Unicode. */
function depthOf(root: unknown): number | null {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 0 }];
  let deepest = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value === "string" && !isUnicode(value)) return null;
    if (typeof value !== "object" || value === null) continue;
    deepest = Math.max(deepest, depth + 1);
    if (deepest > DEEPEST) return deepest;
    if (!Array.isArray(value) && !Object.keys(value).every(isUnicode)) return null;
    for (const child of Object.values(value)) open.push({ value: child, depth: depth + 1 });
  }
  return deepest;
}

function isUnicode(text: string): boolean {
  return !/[\ud800-\udfff]/u.test(text);
}

function parseJson(text: string): Result<Json> {
  if (/^\s*[*＊]+\s*$/.test(text)) return failure(masked);
  if (text.length > MOST_BYTES * 4) return failure(tooBig);
  try {
    const value = JSON.parse(text) as Json;
    const problems = checkJson(value);
    return problems.length > 0 ? failure(...problems) : success(value);
  } catch (error) {
    if (error instanceof SyntaxError) return failure(notJson);
    throw error;
  }
}

const notJson = invalid(
  "",
  "json",
  bilingual('请输入 JSON，例如 {"a": 1}。', 'Enter JSON, for example {"a": 1}.'),
);
const notText = invalid(
  "",
  "json",
  bilingual("文字含有不完整的字符。", "A text contains an incomplete character."),
);
const tooDeep = {
  ...invalid(
    "",
    "too_deep",
    bilingual(`最多嵌套 ${DEEPEST} 层。`, `It may be nested at most ${DEEPEST} levels.`),
  ),
  details: { maxDepth: DEEPEST },
};
const tooBig = {
  ...invalid("", "too_long", bilingual("最多 16 kB，请缩短内容。", "At most 16 kB are allowed; shorten it.")),
  details: { maxBytes: MOST_BYTES },
};
