import type { Job, JobError } from "../../ports/job-store.ts";
import type { JobKind, JobPorts, JobStep } from "./job-kind.ts";
import { adapt, firstThrottle, restAfter, type Throttle } from "./throttle.ts";

/** Errors kept in the job itself; all of them are in the store's list. */
const MOST_ERRORS_SHOWN = 20;
/** Outages in a row after which the job is given up until somebody tries again. */
const MOST_OUTAGES = 5;
const MOST_SAVES = 20;

/** A job as this delivery saved it last. */
interface Held {
  readonly workspace: string;
  readonly job: Job;
}

interface Running extends Held {
  readonly kind: Extract<JobKind, { step: unknown }>;
}

/** Works piece by piece until the job ends, somebody stops it, another delivery takes it, or the time is up. */
export async function runSteps(ports: JobPorts, { workspace, job, kind }: Running): Promise<void> {
  const began = ports.pace.now();
  const worker = ports.ids.ulid();
  const first = { ...job, state: "running" as const, worker, revision: job.revision + 1 };
  let current: Job | null = (await ports.jobStore.save(workspace, first)) ? first : null;
  let throttle = firstThrottle;
  while (current?.state === "running") {
    const at: Job = current;
    if (ports.pace.now() - began > ports.jobLimits.invocationMs) {
      await update(ports, { workspace, job: at }, () => ({ ticket: (at.ticket ?? 1) + 1, worker: null }));
      return;
    }
    const from = ports.pace.now();
    const step = await attempt(ports, workspace, () => kind.step(ports, workspace, at));
    const workedMs = ports.pace.now() - from;
    current = step
      ? await saveStep(ports, workspace, { job: at, step, workedMs })
      : await noteOutage(ports, workspace, at);
    if (step && current?.state === "running")
      throttle = await rest(ports, workspace, { throttle, workedMs, job: current });
  }
}

/** Null when the store or another part was out of order; the piece is done again. */
async function attempt(
  ports: JobPorts,
  workspace: string,
  work: () => Promise<JobStep>,
): Promise<JobStep | null> {
  try {
    return await work();
  } catch (error) {
    ports.logger.error("a piece of a job failed", error, { workspace });
    return null;
  }
}

async function saveStep(
  ports: JobPorts,
  workspace: string,
  { job, step, workedMs }: { readonly job: Job; readonly step: JobStep; readonly workedMs: number },
): Promise<Job | null> {
  if (step.errors.length > 0) await ports.jobStore.addErrors(workspace, job.id, step.errors);
  return update(ports, { workspace, job }, (stored) => {
    const activeMs = (stored.activeMs ?? 0) + workedMs;
    const records = step.counts["records"] ?? 0;
    const rate = activeMs > 0 && records > 0 ? records / (activeMs / 1000) : null;
    return {
      cursor: step.cursor,
      counts: step.counts,
      progress: step.end === "done" ? 1 : step.progress,
      errors: [...stored.errors, ...step.errors.map(shown)].slice(0, MOST_ERRORS_SHOWN),
      activeMs,
      rate,
      etaSeconds: rate === null || step.left === null ? null : Math.ceil(step.left / rate),
      outages: 0,
      ...(step.end === null ? {} : { state: step.end, worker: null }),
    };
  });
}

function shown({ row, code, message, record }: JobError): JobError {
  return { row, code, message, ...(record ? { record } : {}) };
}

async function noteOutage(ports: JobPorts, workspace: string, job: Job): Promise<Job | null> {
  const outages = (job.outages ?? 0) + 1;
  if (outages < MOST_OUTAGES) return update(ports, { workspace, job }, () => ({ outages }));
  return update(ports, { workspace, job }, () => ({
    outages,
    state: "failed",
    worker: null,
    errors: [outage],
  }));
}

const outage: JobError = {
  row: null,
  code: "outage",
  message: {
    "zh-CN": "多次尝试均未成功，任务已停止；已完成的部分保留，可以重试。",
    en: "It did not work in several tries, so the job stopped; what was done is kept, and you can try again.",
  },
};

/** Saves on top of what people changed meanwhile; null when another delivery has the job. */
async function update(
  ports: JobPorts,
  { workspace, job }: Held,
  change: (stored: Job) => Partial<Job>,
): Promise<Job | null> {
  let stored = job;
  for (let tries = 0; tries < MOST_SAVES; tries += 1) {
    const updatedAt = ports.clock.now().toISOString();
    const changed = change(stored);
    const state = stored.state === "running" ? (changed.state ?? stored.state) : stored.state;
    const next = { ...stored, ...changed, state, updatedAt, revision: stored.revision + 1 };
    if (await ports.jobStore.save(workspace, next)) return next;
    const fresh = await ports.jobStore.get(workspace, job.id);
    if (!fresh || fresh.worker !== job.worker || (fresh.ticket ?? 1) !== (job.ticket ?? 1)) return null;
    stored = fresh;
  }
  throw new Error("a job kept moving while its progress was saved");
}

/** Leaves others room: reads are timed while the job rests and while it works. */
async function rest(
  ports: JobPorts,
  workspace: string,
  given: { readonly throttle: Throttle; readonly workedMs: number; readonly job: Job },
): Promise<Throttle> {
  const share = given.job.share ?? given.throttle.share;
  const pause = restAfter(given.workedMs, share);
  if (pause >= 1) await ports.pace.pause(pause);
  const from = ports.pace.now();
  await ports.metadataStore.pointer(workspace);
  const quietMs = ports.pace.now() - from;
  return adapt(given.throttle, { quietMs, busyMs: busyMsOf(given.job) ?? quietMs });
}

/** How long a read took while the last piece was at work; kinds that measure it say so in their counts. */
function busyMsOf(job: Job): number | undefined {
  const probe = job.cursor?.["probeMs"];
  return typeof probe === "number" ? probe : undefined;
}
