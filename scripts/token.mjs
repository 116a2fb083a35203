import { existsSync } from "node:fs";
import { inRoot, root } from "./gates/paths.mjs";

/** `npm run -s token -- EMAIL`: the token on stdout and nothing else. A server has run before, so its build is there. */
if (!existsSync(inRoot(".build/token.mjs"))) {
  process.stderr.write("No server has run here yet; start it first: npm start\n");
  process.exit(1);
}
process.chdir(root);
await import("../.build/token.mjs");
