import type { Texts } from "../../i18n/i18n.ts";
import { canBeUndone, isUnderWay, type JobInfo } from "./jobs-api.ts";

/** How far a job is and what it came to, in words. */
export function wordsOf(job: JobInfo, t: Texts["t"]): readonly string[] {
  return [...progress(job, t), ...pace(job, t), ...outcome(job, t), ...undoing(job, t)];
}

function progress({ counts: { records, total, matched } }: JobInfo, t: Texts["t"]): readonly string[] {
  if (records === undefined) return [];
  const of = total ?? matched;
  const seen = of === undefined ? records : Math.min(records, of);
  return [t("jobs.records", { records: String(seen), total: String(of ?? records) })];
}

function pace(job: JobInfo, t: Texts["t"]): readonly string[] {
  if (!isUnderWay(job)) return [];
  const rate = job.rate === null ? [] : [t("jobs.rate", { rate: String(Math.round(job.rate)) })];
  return job.etaSeconds === null ? rate : [...rate, t("jobs.eta", { seconds: String(job.etaSeconds) })];
}

function outcome({ counts }: JobInfo, t: Texts["t"]): readonly string[] {
  const { changed, unchanged = 0, failed = 0, undone, conflicts = 0 } = counts;
  return [
    ...(changed === undefined ? [] : [t("jobs.outcome", { changed, unchanged, failed })]),
    ...(undone === undefined ? [] : [t("jobs.undoOutcome", { undone, conflicts })]),
  ];
}

function undoing(job: JobInfo, t: Texts["t"]): readonly string[] {
  if (job.undo?.job) return [t("jobs.undoneBy")];
  return job.undo && canBeUndone(job) ? [t("jobs.undoUntil", { date: job.undo.until.slice(0, 10) })] : [];
}
