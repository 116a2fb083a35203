import type { NewFile } from "./new-file.ts";

/** A field type that works from the first minute: a short text, to be changed into what the type really holds. */
export function fieldTypeFiles(name: string, words: string): NewFile[] {
  const folder = `schema-engine/field-types/${name}`;
  return [
    { path: `${folder}/index.ts`, text: definition(name, words) },
    { path: `${folder}/samples.ts`, text: samples },
    { path: `${folder}/README.md`, text: readme(name, words) },
  ];
}

const definition = (
  name: string,
  words: string,
) => `import { defineFieldType } from "../../contract/field-type.ts";
import { failure, invalid, success, type Problem } from "../../contract/problem.ts";
import { bilingual } from "../../shared/locale.ts";

const MAX_LENGTH = 100;

const malformed: Problem = invalid(
  "",
  "type",
  bilingual(\`请输入 1 到 \${MAX_LENGTH} 个字符。\`, \`Enter 1 to \${MAX_LENGTH} characters.\`),
);

function check(value: unknown): readonly Problem[] {
  return typeof value === "string" && /^[\\x21-\\x7e]{1,100}$/.test(value) ? [] : [malformed];
}

export default defineFieldType<string, object>({
  name: "${name}",
  label: bilingual("${words}", "${words}"),
  description: bilingual("${words}", "${words}"),
  icon: "shapes",
  settingsSchema: { type: "object", properties: {}, required: [], additionalProperties: false },
  defaultSettings: {},
  valueSchema: () => ({ type: "string", pattern: "^[\\\\x21-\\\\x7e]{1,100}$" }),
  check,
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as string },
  index: { encode: (value) => value },
  uniqueKey: (value) => value,
  searchText: (value) => [value],
  operators: ["eq", "ne", "in", "notIn", "lt", "lte", "gt", "gte", "between", "isEmpty", "isNotEmpty"],
  parse(text) {
    const value = text.trim();
    const problems = check(value);
    return problems.length > 0 ? failure(...problems) : success(value);
  },
  format: (value) => value,
  cel: { type: "string", toCel: (value) => value },
});
`;

const samples = `import type { FieldTypeSamples } from "../../contract/samples.ts";

export const samples: FieldTypeSamples = {
  cases: [
    {
      settings: {},
      good: ["A", "B-2", "a"],
      bad: ["", 5, true, [], {}],
      cells: [{ text: " A ", value: "A" }],
      badCells: [""],
    },
  ],
  badSettings: [{ unknown: 1 }],
};
`;

const readme = (name: string, words: string) => `# ${name}

${words}: say here what a value is, how it is stored and sorted, and what its parser accepts.

The laws in \`test/laws\` hold for it already. Change \`check\`, \`valueSchema\` and \`samples.ts\` together. The studio shows it
by its \`cel\` type and \`uiOptions\`; only when that is not enough, add \`Control.vue\` and \`Cell.vue\` in
\`studio/src/fields/${name}/\`.
`;
