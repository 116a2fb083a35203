import { existsSync } from "node:fs";
import { bin, inRoot } from "./paths.mjs";
import { vitestStep } from "./vitest-step.mjs";

const node = process.execPath;
const tsc = bin("typescript/bin/tsc");

/** What each check looks at; a folder that does not exist yet is left out. */
const sources = ["schema-engine", "functions", "infra", "studio/src", "test", "scripts"];
const present = (paths) => paths.filter((path) => existsSync(inRoot(path)));

/** A type check that remembers what it saw; sound, because the compiler compares the contents itself. */
function types(name, project, compiler = tsc) {
  const memory = `.build/cache/${name.replaceAll(" ", "-")}.tsbuildinfo`;
  return {
    name,
    command: [node, compiler, "--noEmit", "-p", project, "--incremental", "--tsBuildInfoFile", memory],
  };
}

/** The checks of `npm run check`, longest first so that two cores end together. */
export function checkSteps({ reportFolder }) {
  return [
    {
      name: "eslint",
      // By content, not time; a rule that reads types of another file may lag here, CI starts without a cache.
      command: [
        node,
        bin("eslint/bin/eslint.js"),
        ".",
        ...["--max-warnings", "0"],
        ...["--cache", "--cache-strategy", "content", "--cache-location", ".build/cache/eslint"],
      ],
    },
    types("types", "tsconfig.json"),
    vitestStep("unit", ["unit", "studio"], { reportFolder }),
    ...(existsSync(inRoot("studio/tsconfig.json"))
      ? [types("types of the studio", "studio/tsconfig.json", bin("vue-tsc/bin/vue-tsc.js"))]
      : []),
    types("types of the engine alone", "schema-engine/tsconfig.json"),
    {
      name: "import rules",
      command: [
        node,
        bin("dependency-cruiser/bin/dependency-cruise.mjs"),
        "--config",
        ".dependency-cruiser.cjs",
        ...present(sources),
        "vitest.config.ts",
      ],
    },
    { name: "generated files", command: [node, "--import", "tsx", "scripts/generate.ts", "--check"] },
    {
      name: "prettier",
      command: [
        node,
        bin("prettier/bin/prettier.cjs"),
        "--check",
        "--log-level",
        "warn",
        "--cache",
        "--cache-strategy",
        "content",
        "--cache-location",
        ".build/cache/prettier",
        ".",
      ],
    },
  ];
}
