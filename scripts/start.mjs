import { spawnSync } from "node:child_process";
import { isStartStale } from "./build.mjs";
import { ensureInstalled } from "./ensure-installed.mjs";
import { inRoot, root } from "./gates/paths.mjs";

/** `npm start`: the server runs in this very process; what builds it ran in another one and is gone by then. */
ensureInstalled();
if (isStartStale()) {
  process.stderr.write("Building what is stale …\n");
  const { status } = spawnSync(process.execPath, [inRoot("scripts/build.mjs"), "--start"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) process.exit(status ?? 1);
}
process.chdir(root);
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
process.env.AWS_EC2_METADATA_DISABLED = "true";
await import("../.build/start.mjs");
