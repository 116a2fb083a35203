import type { Job, KeyedJobError } from "../../ports/job-store.ts";
import type { JobKind, JobPorts } from "../jobs/job-kind.ts";
import { findingTexts, type Finding, type OlderThanRule, type VerifyReport } from "./finding.ts";
import { verifyWorkspace } from "./verify-workspace.ts";

/** Findings kept in the job itself. */
const MOST_SHOWN = 20;

/** Verifies a workspace; what is found becomes the job's list of errors. */
export const verifyKind: JobKind = { run: runVerify };

async function runVerify(ports: JobPorts, workspace: string, job: Job): Promise<void> {
  let current = await save(ports, workspace, { ...job, state: "running", counts: {}, errors: [] });
  if (!current) return;
  const report = await verifyWorkspace(ports, {
    workspace,
    repair: job.input["repair"] === true,
    async onPage(records) {
      if (!current) return false;
      const progress = Math.max(current.progress, 1 - 1 / (1 + records / 5_000));
      current = await save(ports, workspace, { ...current, progress, counts: { records } });
      return current !== null;
    },
  });
  if (!current || !report) return;
  const errors = [...report.findings.map(shownFinding), ...report.olderThanRule.map(shownOlder)];
  await ports.jobStore.addErrors(workspace, job.id, errors);
  await save(ports, workspace, {
    ...current,
    state: "done",
    progress: 1,
    counts: countsOf(report),
    errors: errors.slice(0, MOST_SHOWN).map(({ key: _key, ...shown }) => shown),
  });
}

function countsOf(report: VerifyReport): Job["counts"] {
  const { records, pending, findings, olderThanRule } = report;
  const kinds: Record<string, number> = {};
  for (const { kind } of findings) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return { records, pending, findings: findings.length, olderThanRule: olderThanRule.length, ...kinds };
}

function shownFinding({ kind, object, id, detail }: Finding, at: number): KeyedJobError {
  const { "zh-CN": zh, en } = findingTexts[kind];
  return {
    key: `1 ${String(at).padStart(8, "0")}`,
    row: null,
    code: kind,
    message: { "zh-CN": `${zh}（${detail}）`, en: `${en} (${detail})` },
    record: { object, id, name: id },
  };
}

function shownOlder({ object, id, field, code }: OlderThanRule, at: number): KeyedJobError {
  return {
    key: `2 ${String(at).padStart(8, "0")}`,
    row: null,
    code: "older_than_rule",
    message: {
      "zh-CN": `早于现行规则：字段“${field}”（${code}）。`,
      en: `Older than the rule: field “${field}” (${code}).`,
    },
    record: { object, id, name: id },
  };
}

async function save(ports: JobPorts, workspace: string, job: Job): Promise<Job | null> {
  const next = { ...job, revision: job.revision + 1, updatedAt: ports.clock.now().toISOString() };
  return (await ports.jobStore.save(workspace, next)) ? next : null;
}
