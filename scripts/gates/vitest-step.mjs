import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bin } from "./paths.mjs";

/**
 * A vitest run of some projects as a step; its results go to `<reportFolder>/<name>.json`.
 * @param {string} name
 * @param {string[]} projects names in vitest.config.ts
 * @param {{ reportFolder: string, limitSeconds?: number }} options
 */
export function vitestStep(name, projects, { reportFolder, limitSeconds = 600 }) {
  const report = join(reportFolder, `${name}.json`);
  return {
    name: `tests: ${name}`,
    report,
    limitSeconds,
    command: [
      process.execPath,
      bin("vitest/vitest.mjs"),
      "run",
      ...projects.flatMap((project) => ["--project", project]),
      "--passWithNoTests",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ],
  };
}

/**
 * How many tests of a finished step passed and failed. A step without a report counts as one test; a run that failed
 * without a failing test (a file that does not load, an unhandled rejection) counts at least one failure.
 * @param {{ report?: string }} step
 * @param {{ ok: boolean }} result
 */
export function countTests(step, result) {
  const plain = { passed: result.ok ? 1 : 0, failed: result.ok ? 0 : 1 };
  if (!step.report) return plain;
  const report = readReport(step.report);
  if (!report) return { passed: 0, failed: 1 };
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed"),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return { passed: report.numPassedTests, failed: failed === 0 && !result.ok ? 1 : failed };
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
