import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { plant, repository, type Files } from "./planted-tree.ts";

interface Planted {
  readonly rule: string;
  readonly file: string;
  readonly imports: string;
}

const value = "export const value = 1;\n";

/** Lawful files: targets of the planted imports and, beside them, imports that must stay allowed. */
const lawful: Files = {
  "schema-engine/index.ts": 'export { value } from "./records/decide.ts";\n',
  "schema-engine/contract/field-type.ts": "export interface FieldType { readonly name: string }\n",
  "schema-engine/shared/order.ts":
    'import { Validator } from "@cfworker/json-schema";\nexport const zero = new Validator({});\n',
  "schema-engine/records/decide.ts":
    'import { zero } from "../shared/order.ts";\nexport const value = zero;\n',
  "schema-engine/records/decide.test.ts":
    'import fc from "fast-check";\nimport { samples } from "../field-types/text/samples.ts";\nexport const used = [fc, samples];\n',
  "schema-engine/field-types/text/index.ts":
    'import type { FieldType } from "../../contract/field-type.ts";\nimport { zero } from "../../shared/order.ts";\nexport default { name: String(zero) } satisfies FieldType;\n',
  "schema-engine/field-types/text/samples.ts": "export const samples = 1;\n",
  "schema-engine/field-types/date/index.ts": "export default { name: 'date' };\n",
  "schema-engine/node-types/wait/index.ts": "export default { name: 'wait' };\n",
  "functions/ports/clock.ts":
    'import type { value } from "#engine";\nexport interface Clock { now(): typeof value }\n',
  "functions/operations/records/write-record.ts":
    'import { value } from "#engine";\nimport type { Clock } from "#functions/ports/clock.ts";\nexport const write = (clock: Clock) => [clock, value];\n',
  "functions/adapters/sqs/queue.ts":
    'import { SQSClient } from "@aws-sdk/client-sqs";\nimport { name } from "./name.ts";\nexport const queue = [SQSClient, name];\n',
  "functions/adapters/sqs/name.ts": "export const name = 1;\n",
  "functions/adapters/ses/mailer.ts": value,
  "functions/http/app.ts": 'import { value } from "#engine";\nexport const app = value;\n',
  "functions/compose.ts": 'import { queue } from "./adapters/sqs/queue.ts";\nexport const compose = queue;\n',
  "infra/local/start.ts": value,
  "studio/src/main.ts":
    'import { value } from "#engine";\nimport { ref } from "vue";\nexport const shown = ref(value);\n',
  "studio/src/ui/button.ts": 'import { ref } from "vue";\nexport const pressed = ref(false);\n',
  "studio/src/api/records.ts": value,
  "test/laws/types.test.ts":
    'import { samples } from "#engine/field-types/text/samples.ts";\nexport const used = samples;\n',
  "test/builders/an-object.ts": value,
};

/** One violation per rule and forbidden direction; the file's only import is the planted one. */
const planted: readonly Planted[] = [
  { rule: "no-cycles", file: "functions/http/a.ts", imports: "./b.ts" },
  { rule: "not-resolvable", file: "functions/http/lost.ts", imports: "./nowhere.ts" },
  { rule: "engine-is-pure", file: "schema-engine/records/a.ts", imports: "#functions/compose.ts" },
  { rule: "engine-is-pure", file: "schema-engine/records/b.ts", imports: "#infra/local/start.ts" },
  { rule: "engine-is-pure", file: "schema-engine/records/c.ts", imports: "../../studio/src/main.ts" },
  { rule: "engine-has-no-node", file: "schema-engine/query/a.ts", imports: "node:crypto" },
  { rule: "engine-has-no-node", file: "schema-engine/field-types/date/node.ts", imports: "fs" },
  { rule: "engine-packages", file: "schema-engine/query/sdk.ts", imports: "@aws-sdk/client-dynamodb" },
  { rule: "engine-packages", file: "schema-engine/query/ajv.ts", imports: "ajv" },
  { rule: "engine-packages", file: "schema-engine/compile/vue.ts", imports: "vue" },
  ...["contract", "compile", "records", "rules", "query", "access", "runs", "evolve"].map((folder) => ({
    rule: "contract-knows-no-type",
    file: `schema-engine/${folder}/knows-text.ts`,
    imports: "../field-types/text/index.ts",
  })),
  {
    rule: "contract-knows-no-type",
    file: "schema-engine/runs/knows-wait.ts",
    imports: "../node-types/wait/index.ts",
  },
  { rule: "types-are-siblings", file: "schema-engine/field-types/date/a.ts", imports: "../text/index.ts" },
  {
    rule: "types-are-siblings",
    file: "schema-engine/field-types/date/b.ts",
    imports: "../../node-types/wait/index.ts",
  },
  {
    rule: "engine-has-one-door",
    file: "functions/operations/records/door.ts",
    imports: "#engine/records/decide.ts",
  },
  { rule: "samples-are-for-tests", file: "schema-engine/field-types/text/more.ts", imports: "./samples.ts" },
  {
    rule: "samples-are-for-tests",
    file: "studio/src/features/a.ts",
    imports: "#engine/field-types/text/samples.ts",
  },
  {
    rule: "operations-see-ports-only",
    file: "functions/operations/a.ts",
    imports: "../adapters/sqs/queue.ts",
  },
  { rule: "operations-see-ports-only", file: "functions/operations/b.ts", imports: "../http/app.ts" },
  { rule: "operations-see-ports-only", file: "functions/operations/c.ts", imports: "@aws-sdk/client-sqs" },
  { rule: "operations-see-ports-only", file: "functions/operations/d.ts", imports: "../compose.ts" },
  { rule: "ports-are-types", file: "functions/ports/queue.ts", imports: "#engine" },
  { rule: "adapters-are-siblings", file: "functions/adapters/sqs/a.ts", imports: "../ses/mailer.ts" },
  { rule: "adapters-see-no-caller", file: "functions/adapters/ses/a.ts", imports: "../../http/app.ts" },
  {
    rule: "adapters-see-no-caller",
    file: "functions/adapters/ses/b.ts",
    imports: "../../operations/records/write-record.ts",
  },
  { rule: "compose-picks-adapters", file: "functions/handlers/a.ts", imports: "../adapters/ses/mailer.ts" },
  { rule: "functions-know-no-machine", file: "functions/handlers/b.ts", imports: "#infra/local/start.ts" },
  { rule: "server-has-no-vue", file: "functions/http/vue.ts", imports: "vue" },
  { rule: "server-has-no-vue", file: "infra/local/vue.ts", imports: "@nuxt/ui" },
  { rule: "studio-sees-engine-only", file: "studio/src/features/b.ts", imports: "#functions/compose.ts" },
  { rule: "studio-sees-engine-only", file: "studio/src/features/c.ts", imports: "#infra/local/start.ts" },
  { rule: "nobody-sees-studio", file: "infra/local/studio.ts", imports: "../../studio/src/main.ts" },
  { rule: "ui-has-no-domain", file: "studio/src/ui/a.ts", imports: "../api/records.ts" },
  { rule: "nothing-sees-tests", file: "functions/http/test.ts", imports: "#test/builders/an-object.ts" },
];

describe("import rules", () => {
  let found: ReadonlySet<string>;

  beforeAll(() => {
    const violations = planted.map(({ file, imports }) => [
      file,
      `import * as a from "${imports}";\nexport const b = a;\n`,
    ]);
    found = cruise({
      ...lawful,
      ...Object.fromEntries(violations),
      "functions/http/b.ts": 'import { b } from "./a.ts";\nexport const c = b;\n',
    });
  }, 60_000);

  it.each(planted)("$rule: $file → $imports", ({ rule, file }) => {
    expect(found).toContain(`${rule} ${file}`);
  });

  it("find nothing in lawful files", () => {
    const wrong = [...found].filter((one) => Object.keys(lawful).some((file) => one.endsWith(` ${file}`)));
    expect(wrong).toEqual([]);
  });

  it("are each proved by at least one planted import", () => {
    const configuration = createRequire(import.meta.url)("../../.dependency-cruiser.cjs") as {
      readonly forbidden: readonly { readonly name: string }[];
    };
    const proved = new Set(planted.map(({ rule }) => rule));
    expect(configuration.forbidden.map(({ name }) => name).filter((name) => !proved.has(name))).toEqual([]);
  });
});

/** Violations as "rule file" of a temporary tree under the repository's own configuration. */
function cruise(files: Files): ReadonlySet<string> {
  const { root, remove } = plant(files);
  const folders = ["schema-engine", "functions", "infra", "studio", "test"];
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(repository, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs"),
      "--config",
      join(repository, ".dependency-cruiser.cjs"),
      "--output-type",
      "json",
      ...folders,
    ],
    { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  remove();
  if (stdout === "") throw new Error(stderr);
  const { summary } = JSON.parse(stdout) as {
    readonly summary: {
      readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
    };
  };
  return new Set(summary.violations.map(({ from, rule }) => `${rule.name} ${from}`));
}
