import { spawnSync } from "node:child_process";
import { buildForStart, buildLambdas } from "./build.mjs";
import { ensureInstalled } from "./ensure-installed.mjs";
import { quietEnvironment, root } from "./gates/paths.mjs";

/** `npm run bench [-- NAME …]`: ratios against floors measured in the same run; the bundles it weighs are built first. */
ensureInstalled();
await buildForStart();
await buildLambdas();
const { status } = spawnSync(
  process.execPath,
  ["--import", "tsx", "test/bench/main.ts", ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit", env: { ...process.env, ...quietEnvironment } },
);
process.exitCode = status ?? 1;
