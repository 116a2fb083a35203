import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureInstalled } from "./ensure-installed.mjs";
import { inRoot } from "./gates/paths.mjs";
import { runStep, runSteps } from "./gates/run-step.mjs";
import { checkSteps } from "./gates/steps.mjs";
import { countTests, vitestStep } from "./gates/vitest-step.mjs";

/**
 * `npm test`: every check, then a build, then the test projects that need real parts. Each test and each check counts as
 * one; the last line is `N passed, N failed`. Each step has a limit, so that the whole ends.
 */
const minute = 60;
ensureInstalled();
const reportFolder = mkdtempSync(join(tmpdir(), "tessera-test-"));
const sum = { passed: 0, failed: 0 };

const checks = checkSteps({ reportFolder });
await runSteps(checks, {
  done: (result) => {
    count(
      checks.find(({ name }) => name === result.name),
      result,
    );
  },
});

const later = [
  { name: "build", command: [process.execPath, inRoot("scripts/build.mjs")], limitSeconds: 4 * minute },
  vitestStep("contracts", ["contracts"], { reportFolder, limitSeconds: 4 * minute }),
  vitestStep("flows", ["flows"], { reportFolder, limitSeconds: 8 * minute }),
  vitestStep("simulation", ["simulation"], { reportFolder, limitSeconds: 4 * minute }),
  vitestStep("infra", ["infra"], { reportFolder, limitSeconds: 4 * minute }),
  vitestStep("browser", ["browser"], { reportFolder, limitSeconds: 8 * minute }),
];
for (const step of later) count(step, await runStep(step));

rmSync(reportFolder, { recursive: true, force: true });
process.exitCode = sum.failed === 0 ? 0 : 1;
process.stdout.write(`${sum.passed} passed, ${sum.failed} failed\n`);

function count(step, result) {
  const { passed, failed } = countTests(step, result);
  sum.passed += passed;
  sum.failed += failed;
  const ok = failed === 0;
  process.stdout.write(
    `${ok ? "✔" : "✘"} ${result.name}: ${passed} passed, ${failed} failed (${result.seconds.toFixed(1)} s)\n`,
  );
  if (!ok) process.stdout.write(`${result.output.trimEnd()}\n\n`);
}
