import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureInstalled } from "./ensure-installed.mjs";
import { runSteps } from "./gates/run-step.mjs";
import { checkSteps } from "./gates/steps.mjs";

/** `npm run check [-- NAME …]`: types, lint, import rules, generated files, formatting, unit tests. */
ensureInstalled();
const reportFolder = mkdtempSync(join(tmpdir(), "tessera-check-"));
const wanted = process.argv.slice(2);
const steps = checkSteps({ reportFolder }).filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);

const results = await runSteps(steps, {
  done: ({ ok, name, seconds, output }) => {
    console.log(`${ok ? "✔" : "✘"} ${name} (${seconds.toFixed(1)} s)`);
    if (!ok) console.log(output.trimEnd(), "\n");
  },
});
rmSync(reportFolder, { recursive: true, force: true });

const broken = results.filter(({ ok }) => !ok).map(({ name }) => name);
console.log(broken.length === 0 ? "All checks passed." : `Failed: ${broken.join(", ")}`);
process.exitCode = broken.length === 0 ? 0 : 1;
