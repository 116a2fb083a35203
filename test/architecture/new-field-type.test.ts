import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeNew } from "../../scripts/new.ts";
import { generate } from "../../scripts/generate.ts";
import { copyTree, type TreeCopy } from "./tree-copy.ts";

const node = process.execPath;
const generated = ["schema-engine/field-types/registry.ts", "schema-engine/node-types/registry.ts"];

describe("npm run new", () => {
  let copy: TreeCopy;
  let before: ReadonlyMap<string, string>;

  beforeAll(async () => {
    copy = copyTree(["schema-engine", "test/laws", "test/builders", "docs/schemas"]);
    await generate(copy.root);
    before = copy.files();
    expect(await makeNew(copy.root, "field-type", "mood")).toBeInstanceOf(Array);
    expect(await makeNew(copy.root, "node-type", "assign-owner")).toBeInstanceOf(Array);
  }, 60_000);
  afterAll(() => copy.remove());

  it("touches only the new folders and generated lists", () => {
    const after = copy.files();
    const touched = [...after.keys()].filter((path) => after.get(path) !== before.get(path)).sort();
    expect(touched).toEqual([
      "schema-engine/field-types/mood/README.md",
      "schema-engine/field-types/mood/index.ts",
      "schema-engine/field-types/mood/samples.ts",
      generated[0],
      "schema-engine/node-types/assign-owner/README.md",
      "schema-engine/node-types/assign-owner/index.ts",
      "schema-engine/node-types/assign-owner/samples.ts",
      generated[1],
      "test/laws/samples.generated.ts",
    ]);
    expect([...before.keys()].filter((path) => !after.has(path))).toEqual([]);
  });

  it("leaves nothing for the generator to do", async () => {
    expect(await generate(copy.root, { check: true })).toEqual([]);
  });

  it("compiles under the engine's own program", () => {
    const added = ["field-types/mood", "node-types/assign-owner"].flatMap((folder) =>
      ["index.ts", "samples.ts"].map((file) => `schema-engine/${folder}/${file}`),
    );
    const project = { extends: "./tsconfig.base.json", files: [...generated, ...added] };
    writeFileSync(join(copy.root, "tsconfig.new.json"), JSON.stringify(project));
    const { stdout, status } = spawnSync(
      node,
      ["node_modules/typescript/bin/tsc", "-p", "tsconfig.new.json"],
      { cwd: copy.root, encoding: "utf8" },
    );
    expect(stdout).toBe("");
    expect(status).toBe(0);
  }, 60_000);

  it("passes the laws untouched", () => {
    const laws = [...copy.files()].filter(
      ([path, text]) => path.endsWith(".test.ts") && text.includes("./samples.generated.ts"),
    );
    expect(laws).not.toEqual([]);
    writeFileSync(
      join(copy.root, "vitest.config.ts"),
      "export default { test: { include: ['test/laws/*.test.ts'] } };",
    );
    const output = execFileSync(
      node,
      ["node_modules/vitest/vitest.mjs", "run", "-t", "mood|assign-owner", ...laws.map(([path]) => path)],
      {
        cwd: copy.root,
        encoding: "utf8",
      },
    );
    expect(output).toContain("passed");
  }, 180_000);

  it("is formatted as the house formats", () => {
    const files = [...copy.files().keys()].filter((path) => /\/(mood|assign-owner)\//.test(path));
    const { stdout, stderr } = spawnSync(
      node,
      ["node_modules/prettier/bin/prettier.cjs", "--print-width", "110", "--list-different", ...files],
      { cwd: copy.root, encoding: "utf8" },
    );
    expect(stdout + stderr).toBe("");
  });

  it("refuses a name that is taken or has the wrong shape, and an unknown kind", async () => {
    expect(await makeNew(copy.root, "field-type", "text")).toContain("exists already");
    expect(await makeNew(copy.root, "field-type", "Star-Rating")).toContain("camelCase");
    expect(await makeNew(copy.root, "node-type", "assignOwner")).toContain("kebab-case");
    expect(await makeNew(copy.root, "widget", "x")).toContain("Usage");
  });
});
