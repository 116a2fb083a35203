import { existsSync } from "node:fs";
import { join } from "node:path";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;

/** Every worker sees the same zone, and credentials that belong to no account. */
const environment = {
  TZ: "UTC",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_REGION: "eu-central-1",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
};
Object.assign(process.env, environment);

const seconds = 1000;
const browserSetup = join(root, "test/browser/global-setup.ts");

/** A project on plain Node; `group` orders projects, so that heavy ones never share the two cores with light ones. */
function onNode(name: string, include: string[], group: number) {
  return {
    name,
    root,
    include,
    // Generous: a limit is for what hangs, not for what shares its cores.
    testTimeout: 30 * seconds,
    hookTimeout: 60 * seconds,
    exclude: ["**/node_modules/**", "**/.build/**"],
    environment: "node" as const,
    env: environment,
    sequence: { groupOrder: group },
  };
}

export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    projects: [
      {
        test: onNode(
          "unit",
          [
            "schema-engine/**/*.test.ts",
            "functions/**/*.test.ts",
            "infra/**/*.test.ts",
            "scripts/**/*.test.ts",
            "test/laws/**/*.test.ts",
            "test/architecture/**/*.test.ts",
          ],
          0,
        ),
      },
      {
        plugins: [vue()],
        test: {
          ...onNode("studio", ["studio/src/**/*.test.ts"], 1),
          environment: "happy-dom",
        },
      },
      {
        test: {
          ...onNode("contracts", ["test/contracts/**/*.test.ts"], 2),
          testTimeout: 120 * seconds,
        },
      },
      {
        test: {
          ...onNode("flows", ["test/flows/**/*.test.ts"], 3),
          testTimeout: 120 * seconds,
        },
      },
      {
        test: {
          ...onNode("simulation", ["test/simulation/**/*.test.ts"], 4),
          testTimeout: 120 * seconds,
        },
      },
      {
        test: {
          ...onNode("infra", ["test/infra/**/*.test.ts"], 5),
          env: { ...environment, CDK_VALIDATION: "false" },
          testTimeout: 120 * seconds,
          hookTimeout: 120 * seconds,
        },
      },
      {
        test: {
          ...onNode("browser", ["test/browser/**/*.test.ts"], 6),
          ...(existsSync(browserSetup) ? { globalSetup: [browserSetup] } : {}),
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 300 * seconds,
          hookTimeout: 120 * seconds,
        },
      },
    ],
  },
});
