import type { EventEnvelope } from "#engine";
import { createSystemClock } from "#functions/adapters/system/clock.ts";
import { composeApi } from "#functions/compose/api.ts";
import { composeDerive } from "#functions/compose/derive.ts";
import { composeJobs } from "#functions/compose/jobs.ts";
import { publishDraft } from "#functions/operations/metadata/publish-draft.ts";
import { runJob, type JobPorts } from "#functions/operations/jobs/run-job.ts";
import { verifyWorkspace } from "#functions/operations/verify/verify-workspace.ts";
import type { Finding } from "#functions/operations/verify/finding.ts";
import type { Job } from "#functions/ports/job-store.ts";
import { expect } from "vitest";
import type { ApiUnderTest, Client } from "./api-under-test.ts";

const label = (text: string) => ({ "zh-CN": text, en: text });
export const field = (apiName: string, type = "text", more: object = {}) => ({
  apiName,
  type,
  label: label(apiName),
  ...more,
});

export interface FieldBody {
  readonly id?: string;
  readonly apiName: string;
  readonly type: string;
  readonly [property: string]: unknown;
}

export interface ObjectBody {
  readonly apiName: string;
  readonly fields: readonly FieldBody[];
  readonly [property: string]: unknown;
}

const choice = (value: string) => ({ value, label: label(value) });

/** An object of everything that backfills touch. */
export const thing: ObjectBody = {
  apiName: "thing",
  label: label("thing"),
  pluralLabel: label("things"),
  nameField: "name",
  fields: [
    field("name"),
    field("code"),
    field("amount", "number"),
    field("stage", "select", { settings: { options: ["new", "won", "lost"].map(choice) } }),
    field("notes"),
    field("parent", "relation", { settings: { target: "thing", onDelete: "clear" } }),
  ],
};

/** Stops being answered at a call: what a process that dies there leaves behind. */
export class Crash extends Error {}

/** Ports whose calls to the table fail for ever from the n-th on, before or after it took place. */
export function crashingAt(ports: JobPorts, at: number, after: boolean): JobPorts {
  const wrap = dyingAt(at, after);
  return {
    ...ports,
    backfillStore: wrap(ports.backfillStore),
    derivedStore: wrap(ports.derivedStore),
    jobStore: wrap(ports.jobStore),
    metadataStore: wrap(ports.metadataStore),
    recordStore: wrap(ports.recordStore),
    logger: { ...ports.logger, error: () => undefined, warn: () => undefined },
  };
}

/** Makes stores that share a count of calls and fail for ever from the n-th on, before or after it took place. */
function dyingAt(at: number, after: boolean) {
  let calls = 0;
  return <Store extends object>(store: Store): Store =>
    new Proxy(store, {
      get(target, name) {
        const method = Reflect.get(target, name) as unknown;
        if (typeof method !== "function" || name === "difference") return method;
        return async (...given: unknown[]) => {
          calls += 1;
          if (calls > at || (calls === at && !after)) throw new Crash();
          const value: unknown = await (method as (...all: unknown[]) => Promise<unknown>).apply(
            target,
            given,
          );
          if (calls >= at && after) throw new Crash();
          return value;
        };
      },
    });
}

const WORKSPACE = "acme";

/** Publishing, running jobs and checking, as the product does it but one thing at a time. */
export class ChangeWorld {
  readonly admin: Client;
  readonly ports: JobPorts;
  readonly #api: ApiUnderTest;

  constructor(api: ApiUnderTest, chunk = 9) {
    this.#api = api;
    this.admin = api.as("admin@acme");
    const jobLimits = { chunk, invocationMs: 60_000, settleMs: 0 };
    this.ports = { ...composeJobs(), clock: createSystemClock(), jobLimits };
  }

  /** Every function sees what was published last. */
  fresh(): void {
    for (const { models } of [composeApi(), composeDerive(), this.#api.context]) models.invalidate(WORKSPACE);
  }

  async definition(apiName = "thing"): Promise<ObjectBody> {
    const { body } = await this.admin.get("/metadata");
    const documents = body["documents"] as readonly { kind: string; apiName: string; body: ObjectBody }[];
    const found = documents.find((one) => one.kind === "object" && one.apiName === apiName);
    if (!found) throw new Error(`no object ${apiName}`);
    return found.body;
  }

  /** False when it was refused; nothing of it is left then. */
  async publish(body: ObjectBody): Promise<boolean> {
    const path = `/metadata/draft/object/${body.apiName}`;
    const saved = await this.admin.send("PUT", path, { body });
    expect([200, 422]).toContain(saved.status);
    if (saved.status !== 200) return false;
    const plan = await this.admin.post("/metadata/plan", {});
    expect(plan.status).toBe(200);
    await this.#publishAndDie(plan.body.id);
    this.fresh();
    if (!(await this.#isDraft(body.apiName))) return true;
    const answer = await this.admin.post("/metadata/publish", { plan: plan.body.id });
    this.fresh();
    if (answer.status === 200) return true;
    expect([409, 422]).toContain(answer.status);
    await this.admin.send("DELETE", `${path}?discard=true`);
    return false;
  }

  /** The next publishes die at this call to the table; null: none does. */
  dieAt: { readonly call: number; readonly after: boolean } | null = null;

  /** A process that publishes and dies on the way: all of it took place, or nothing. */
  async #publishAndDie(plan: string): Promise<void> {
    if (!this.dieAt) return;
    const { context } = this.#api;
    const wrap = dyingAt(this.dieAt.call, this.dieAt.after);
    const metadataStore = wrap(context.metadataStore);
    const ports = { ...context, metadataStore, recordStore: wrap(context.recordStore) };
    const request = { workspace: WORKSPACE, userId: "admin", plan, note: "" };
    await publishDraft(ports, request).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error;
    });
  }

  async #isDraft(apiName: string): Promise<boolean> {
    const { body } = await this.admin.get("/metadata/draft");
    return (body["documents"] as unknown as readonly { apiName: string }[]).some(
      (one) => one.apiName === apiName,
    );
  }

  async openJobs(): Promise<readonly Job[]> {
    const jobs = await this.ports.jobStore.list(WORKSPACE, 200);
    return jobs.filter((one) => one.state === "queued" || one.state === "running").reverse();
  }

  async run(job: Job, ports: JobPorts = this.ports): Promise<void> {
    const data = { kind: job.kind, ticket: job.ticket ?? 1 };
    const event = { workspace: WORKSPACE, subject: { object: "job", id: job.id }, data };
    await runJob(ports, event as unknown as EventEnvelope);
  }

  /** Until nothing is left to do. */
  async runAll(): Promise<void> {
    for (let jobs = await this.openJobs(); jobs.length > 0; jobs = await this.openJobs())
      for (const job of jobs) await this.run(job);
    this.fresh();
  }

  /** Everything that is wrong once the stream has been read to its end. */
  async findings(): Promise<readonly Finding[]> {
    await this.#api.derived();
    const report = await verifyWorkspace(this.ports, { workspace: WORKSPACE, repair: false });
    expect(report?.pending).toBe(0);
    return report?.findings ?? [];
  }
}
