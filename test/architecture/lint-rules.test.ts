import { ESLint } from "eslint";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { plant, repository, type Files } from "./planted-tree.ts";

interface Planted {
  readonly rule: string;
  readonly file: string;
  readonly code: string;
}

const clock = "tessera/no-clock";
const chance = "tessera/no-chance";
const timer = "tessera/no-timer";
const typeName = "tessera/no-type-name";
const field = "declare const field: { type: string; deep?: { type: string } };\n";

/** Each snippet breaks the rule named and stands where that rule holds. */
const planted: readonly Planted[] = [
  { rule: clock, file: "schema-engine/records/a1.ts", code: "export const now = () => Date.now();" },
  { rule: clock, file: "schema-engine/records/a2.ts", code: "export const now = () => new Date();" },
  {
    rule: clock,
    file: "schema-engine/field-types/date/index.ts",
    code: "export const now = () => new Date();",
  },
  { rule: clock, file: "functions/operations/a3.ts", code: "export const now = () => performance.now();" },
  { rule: clock, file: "functions/handlers/a4.ts", code: "export const now = () => globalThis.Date.now();" },
  { rule: clock, file: "functions/adapters/sqs/a5.ts", code: "export const now = () => Date();" },
  { rule: chance, file: "schema-engine/runs/b1.ts", code: "export const dice = () => Math.random();" },
  { rule: chance, file: "functions/operations/b2.ts", code: "export const id = () => crypto.randomUUID();" },
  {
    rule: chance,
    file: "functions/operations/b3.ts",
    code: 'import { randomUUID } from "node:crypto";\nexport const id = randomUUID;',
  },
  {
    rule: "tessera/no-key-material",
    file: "functions/operations/b4.ts",
    code: 'import { randomBytes } from "node:crypto";\nexport const key = randomBytes;',
  },
  {
    rule: timer,
    file: "schema-engine/runs/c1.ts",
    code: "export const wait = () => setTimeout(() => 1, 5);",
  },
  {
    rule: timer,
    file: "functions/operations/c2.ts",
    code: 'import { setTimeout } from "node:timers/promises";\nexport const wait = setTimeout;',
  },
  {
    rule: "tessera/no-fetch",
    file: "functions/operations/d1.ts",
    code: "export const get = () => fetch('x');",
  },
  {
    rule: "tessera/no-fetch",
    file: "studio/src/features/d2.ts",
    code: "export const get = () => fetch('x');",
  },
  {
    rule: "tessera/no-fetch",
    file: "studio/src/ui/d3.ts",
    code: "export const get = () => window.fetch('x');",
  },
  ...["contract", "compile", "records", "query", "rules", "access", "runs", "evolve"].map((folder) => ({
    rule: typeName,
    file: `schema-engine/${folder}/e1.ts`,
    code: `${field}export const is = field.type === "text";`,
  })),
  {
    rule: typeName,
    file: "schema-engine/query/e2.ts",
    code: `${field}export const is = field.type !== "text";`,
  },
  {
    rule: typeName,
    file: "schema-engine/query/e3.ts",
    code: `${field}export const is = "text" === field.type;`,
  },
  {
    rule: typeName,
    file: "schema-engine/query/e4.ts",
    code: `${field}export const is = field.deep?.type === "text";`,
  },
  {
    rule: typeName,
    file: "schema-engine/query/e5.ts",
    code: `${field}const { type } = field;\nexport const is = type === "text";`,
  },
  {
    rule: typeName,
    file: "schema-engine/query/e6.ts",
    code: `${field}export const is = ["text"].includes(field.type);`,
  },
  {
    rule: typeName,
    file: "schema-engine/query/e7.ts",
    code: `${field}export function is() { switch (field.type) { case "text": return 1; default: return 0; } }`,
  },
  {
    rule: typeName,
    file: "schema-engine/query/e8.ts",
    code: `${field}export const is = field["type"] === "text";`,
  },
  { rule: "tessera/file-name", file: "functions/http/text-utils.ts", code: "export const a = 1;" },
  { rule: "tessera/file-name", file: "functions/http/record-service.ts", code: "export const a = 1;" },
  { rule: "tessera/file-name", file: "functions/helpers/text.ts", code: "export const a = 1;" },
  { rule: "tessera/file-name", file: "functions/http/camelCase.ts", code: "export const a = 1;" },
  { rule: "tessera/no-default-export", file: "functions/http/f1.ts", code: "export default 1;" },
  { rule: "tessera/no-barrel", file: "functions/http/f2.ts", code: 'export * from "./f1.ts";' },
  {
    rule: "@typescript-eslint/no-explicit-any",
    file: "functions/http/g1.ts",
    code: "export const a = (b: any) => b;",
  },
  {
    rule: "@typescript-eslint/ban-ts-comment",
    file: "functions/http/g2.ts",
    code: "// @ts-ignore\nexport const a = 1;",
  },
  {
    rule: "@typescript-eslint/no-floating-promises",
    file: "functions/http/g3.ts",
    code: "export function a() { Promise.resolve(); }",
  },
  {
    rule: "no-empty",
    file: "functions/http/g4.ts",
    code: "export function a() { try { return 1; } catch {} return 2; }",
  },
  {
    rule: "max-params",
    file: "functions/http/h1.ts",
    code: "export const a = (b: 1, c: 1, d: 1, e: 1) => [b, c, d, e];",
  },
  { rule: "max-lines", file: "functions/http/h2.ts", code: `${"// line\n".repeat(300)}export const a = 1;` },
  {
    rule: "max-lines-per-function",
    file: "functions/http/h3.ts",
    code: `export function a() {${"\n".repeat(50)}}`,
  },
  {
    rule: "complexity",
    file: "functions/http/h4.ts",
    code: `export const a = (b: number) => ${"b > 1 || ".repeat(10)}b > 2;`,
  },
  {
    rule: "vue/no-v-html",
    file: "studio/src/ui/Raw.vue",
    code: '<script setup lang="ts">\nconst a = "x";\n</script>\n\n<template>\n  <p v-html="a" />\n</template>',
  },
];

/** What the same rules leave alone. */
const lawful: Files = {
  "schema-engine/records/lawful.ts": "export const instant = (text: string) => new Date(text);",
  "schema-engine/field-types/text/index.ts": `${field}export default field.type === "text";`,
  "schema-engine/query/lawful.ts": `${field}export const same = (a: { type: string }) => a.type === field.type;`,
  "schema-engine/query/cel.ts":
    'declare const field: { cel: { type: string } };\nexport const is = field.cel.type === "date";',
  "functions/adapters/system/clock.ts": "export const now = () => Date.now();",
  "functions/adapters/kms/cipher.ts":
    'import { randomBytes } from "node:crypto";\nexport const nonce = () => randomBytes(12);',
  "studio/src/api/records.ts": "export const get = () => fetch('x');",
  "schema-engine/templates/service/template.ts": "export const a = 1;",
};

describe("lint rules", () => {
  let found: ReadonlySet<string>;

  beforeAll(async () => {
    found = await lint({ ...Object.fromEntries(planted.map(({ file, code }) => [file, code])), ...lawful });
  }, 60_000);

  it.each(planted)("$rule: $file", ({ rule, file }) => {
    expect(found).toContain(`${rule} ${file}`);
  });

  it.each(Object.keys(lawful))("leave %s alone", (file) => {
    expect([...found].filter((one) => one.endsWith(` ${file}`))).toEqual([]);
  });
});

/** Findings as "rule file" of a temporary tree under the repository's own configuration. */
async function lint(files: Files): Promise<ReadonlySet<string>> {
  const { root, remove } = plant(files);
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: join(repository, "eslint.config.js"),
    overrideConfig: [
      {
        files: ["{functions,infra,scripts,test}/**/*.ts"],
        languageOptions: { parserOptions: { tsconfigRootDir: root } },
      },
    ],
  });
  const results = await eslint.lintFiles(["."]);
  remove();
  return new Set(
    results.flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, message }) => `${ruleId ?? message} ${filePath.slice(root.length + 1)}`),
    ),
  );
}
