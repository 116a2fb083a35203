import prettier from "eslint-config-prettier";
import vue from "eslint-plugin-vue";
import tseslint from "typescript-eslint";
import { tessera } from "./scripts/lint/plugin.js";

const code = ["**/*.{ts,js,mjs,cjs,vue}"];
const tests = ["**/*.test.ts", "test/**/*.ts"];
const plugInFolders = [
  "schema-engine/{field-types,node-types}/*/index.ts",
  "studio/src/{fields,nodes}/*/*.ts",
];
const sharedEngine = ["schema-engine/{contract,compile,records,query,rules,access,runs,evolve}/**/*.ts"];
/** Where promises float. The CDK app has none, and its types alone would double the time of the lint. */
const asynchronous = ["{functions,infra/local,scripts,test}/**/*.ts"];
const synchronous = ["test/infra/**"];

/** A file that stands in one block only: rules of several blocks add up, because each house rule has its own name. */
export default tseslint.config(
  {
    ignores: [
      "**/node_modules/**",
      ".build/**",
      ".data/**",
      "cdk.out/**",
      "coverage/**",
      "studio/dist/**",
      "studio/public/**",
      "studio/**/auto-imports.d.ts",
      "studio/**/components.d.ts",
      "**/*.generated.ts",
      "schema-engine/{field-types,node-types}/registry.ts",
    ],
  },
  {
    files: code,
    linterOptions: { reportUnusedDisableDirectives: "error", noInlineConfig: false },
    languageOptions: { parser: tseslint.parser, ecmaVersion: 2023, sourceType: "module" },
    plugins: { "@typescript-eslint": tseslint.plugin, tessera },
    rules: {
      "max-lines": ["error", { max: 300 }],
      "max-lines-per-function": ["error", { max: 50 }],
      "max-params": ["error", 3],
      complexity: ["error", 10],
      eqeqeq: "error",
      "no-empty": "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/ban-ts-comment": [
        "error",
        { "ts-expect-error": "allow-with-description", minimumDescriptionLength: 10 },
      ],
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "tessera/file-name": "error",
      "tessera/no-barrel": "error",
    },
  },
  { files: ["schema-engine/index.ts"], rules: { "tessera/no-barrel": "off" } },
  { files: ["**/*.cjs"], languageOptions: { sourceType: "commonjs" } },
  {
    files: ["{schema-engine,functions,infra,scripts,test}/**/*.{ts,js,mjs}", "studio/src/**/*.ts"],
    ignores: [...plugInFolders, "studio/src/forms/no-ajv*.ts"],
    rules: { "tessera/no-default-export": "error" },
  },
  {
    files: ["schema-engine/**/*.ts", "functions/**/*.ts"],
    ignores: [...tests, "functions/adapters/system/**"],
    rules: { "tessera/no-clock": "error" },
  },
  {
    // An adapter may wait, with chance in it, before it asks an overloaded service again.
    files: ["schema-engine/**/*.ts", "functions/**/*.ts"],
    ignores: [...tests, "functions/adapters/**"],
    rules: { "tessera/no-chance": "error", "tessera/no-timer": "error" },
  },
  {
    files: ["schema-engine/**/*.ts", "functions/{operations,ports,http,handlers}/**/*.ts"],
    ignores: tests,
    rules: { "tessera/no-key-material": "error", "tessera/no-fetch": "error", "no-console": "error" },
  },
  { files: sharedEngine, ignores: tests, rules: { "tessera/no-type-name": "error" } },
  {
    files: asynchronous,
    ignores: synchronous,
    languageOptions: {
      parserOptions: { project: "./tsconfig.lint.json", tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      "@typescript-eslint/await-thenable": "error",
    },
  },
  ...vue.configs["flat/essential"].map((block) => ({ ...block, files: ["studio/**/*.vue"] })),
  {
    files: ["studio/**/*.vue"],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      "vue/multi-word-component-names": "off",
      // A filter of Vue 2 looks like a union in a cast, which is what it takes for one.
      "vue/no-deprecated-filter": "off",
      "vue/no-v-html": "error",
      "vue/no-mutating-props": "error",
      "vue/require-explicit-emits": "error",
      "vue/block-lang": ["error", { script: { lang: "ts" } }],
      "vue/component-api-style": ["error", ["script-setup"]],
    },
  },
  {
    files: ["studio/src/**/*.{ts,vue}"],
    ignores: ["studio/src/api/**", ...tests],
    rules: { "tessera/no-fetch": "error" },
  },
  {
    files: tests,
    rules: { "max-lines": ["error", { max: 500 }], "max-lines-per-function": "off" },
  },
  prettier,
);
