import { failure, success, type Problem, type Result } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { Job, JobStore } from "../../ports/job-store.ts";

export type JobAction = "pause" | "resume" | "cancel" | "retry" | "throttle";

export interface ControlJob {
  readonly workspace: string;
  readonly id: string;
  readonly action: JobAction;
  /** Part of the time it may work, above 0 to 1; with `throttle`. */
  readonly share?: number;
  /** Whether the caller may see the job. */
  readonly sees: (job: Job) => boolean;
}

const MOST_TRIES = 20;

/** Stops, continues or slows a job. A running one obeys at its next piece of work, within about a second. */
export async function controlJob(
  ports: { readonly clock: Clock; readonly jobStore: JobStore },
  request: ControlJob,
): Promise<Result<Job>> {
  const { workspace, id, action } = request;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const job = await ports.jobStore.get(workspace, id);
    if (!job || !request.sees(job)) return failure(noJob);
    const change = afterAction(job, action, request.share);
    if (!change) return failure(notNow(job, action));
    if (change.cursor === null) await ports.jobStore.clearErrors(workspace, id);
    const updatedAt = ports.clock.now().toISOString();
    const next = { ...job, ...change, updatedAt, revision: job.revision + 1 };
    if (await ports.jobStore.save(workspace, next)) return success(next);
  }
  throw new Error("a job kept moving while it was controlled");
}

/** What an action makes of a job; null: not in this state. */
export function afterAction(job: Job, action: JobAction, share?: number): Partial<Job> | null {
  return actions[action](job, share);
}

const actions: Readonly<Record<JobAction, (job: Job, share?: number) => Partial<Job> | null>> = {
  pause: (job) => (isOpen(job) ? { state: "paused" } : null),
  resume: (job) => (job.state === "paused" ? again(job) : null),
  cancel: (job) =>
    isOpen(job) || job.state === "paused" ? { state: "cancelled", worker: null, etaSeconds: null } : null,
  retry(job) {
    if (isOpen(job) || job.state === "paused") return null;
    const fromStart = { cursor: null, counts: {}, progress: 0 };
    return { ...again(job), errors: [], ...(job.state === "cancelled" ? {} : fromStart) };
  },
  throttle: (_job, share) => (share === undefined ? null : { share }),
};

function isOpen({ state }: Job): boolean {
  return state === "queued" || state === "running";
}

function again(job: Job): Partial<Job> {
  return { state: "queued", ticket: (job.ticket ?? 1) + 1, worker: null, outages: 0 };
}

const noJob: Problem = {
  kind: "notFound",
  code: "not_found",
  pointer: "",
  message: { "zh-CN": "任务不存在。", en: "There is no such job." },
};

function notNow(job: Job, action: JobAction): Problem {
  return {
    kind: "conflict",
    code: "job_state",
    pointer: "",
    message: {
      "zh-CN": `任务目前的状态是“${job.state}”，不能执行“${action}”。`,
      en: `The job is ${job.state}; “${action}” is not possible now.`,
    },
  };
}
