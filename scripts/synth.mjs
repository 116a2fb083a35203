import { spawnSync } from "node:child_process";
import { ensureInstalled } from "./ensure-installed.mjs";
import { bin, quietEnvironment, root } from "./gates/paths.mjs";

/** `npm run synth [-- cdk options]`: every CloudFormation template, bundled and validated, with no account and no network. */
ensureInstalled();
const { status } = spawnSync(
  process.execPath,
  [bin("aws-cdk/bin/cdk"), "synth", "--all", "--quiet", ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit", env: { ...process.env, ...quietEnvironment } },
);
process.exitCode = status ?? 1;
