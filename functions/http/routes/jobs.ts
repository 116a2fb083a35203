import type { Job } from "../../ports/job-store.ts";
import { controlJob, type JobAction } from "../../operations/jobs/control-job.ts";
import { startUndo } from "../../operations/undo/start-undo.ts";
import { startVerify } from "../../operations/verify/start-verify.ts";
import type { Caller } from "../../operations/access/caller.ts";
import { job as jobAnswer, jobErrorPage, jobPage } from "../answers/jobs.ts";
import type { AdminContext } from "../context.ts";
import { notFound } from "../problems.ts";
import { pageQuery, readPage } from "../read-page.ts";
import { readShape, wrongKind } from "../read-shape.ts";
import { ok, refused, type ApiAnswer, type MemberRoute, type RouteTable } from "../route.ts";
import { closed } from "../schemas.ts";

const tag = "jobs";

/** Background jobs: an admin sees all of the workspace, everybody else the ones they started. */
export function addJobRoutes(table: RouteTable, context: AdminContext): void {
  table.add(list(context));
  table.add(one(context));
  table.add(errorsOf(context));
  for (const action of ["pause", "resume", "cancel", "retry"] as const) table.add(control(context, action));
  table.add(undo(context));
  table.add(throttle(context));
  table.add(verify(context));
}

function list({ jobStore }: AdminContext): MemberRoute {
  return {
    method: "GET",
    path: "/jobs",
    access: "member",
    describe: {
      summary: { "zh-CN": "后台任务", en: "Background jobs, newest first" },
      tag,
      query: pageQuery,
      answer: jobPage,
    },
    async handle({ caller, query }) {
      const page = readPage(query);
      if (!page.ok) return refused(...page.problems);
      const { limit, cursor } = page.value;
      const { items, after } = await jobStore.page(caller.workspace, { limit, after: cursor });
      return ok({ items: items.filter((job) => sees(caller, job)).map(shown), cursor: after });
    },
  };
}

function one({ jobStore }: AdminContext): MemberRoute {
  return {
    method: "GET",
    path: "/jobs/{id}",
    access: "member",
    describe: {
      summary: { "zh-CN": "一个后台任务的进度", en: "Progress of a background job" },
      tag,
      answer: jobAnswer,
    },
    async handle({ caller, parameters }) {
      const job = await jobStore.get(caller.workspace, parameters["id"] ?? "");
      return job && sees(caller, job) ? ok(shown(job)) : refused(notFound);
    },
  };
}

function errorsOf({ jobStore }: AdminContext): MemberRoute {
  return {
    method: "GET",
    path: "/jobs/{id}/errors",
    access: "member",
    describe: {
      summary: { "zh-CN": "任务未能处理的内容", en: "What a job could not do" },
      tag,
      query: pageQuery,
      answer: jobErrorPage,
    },
    async handle({ caller, parameters, query }) {
      const page = readPage(query);
      if (!page.ok) return refused(...page.problems);
      const id = parameters["id"] ?? "";
      const job = await jobStore.get(caller.workspace, id);
      if (!job || !sees(caller, job)) return refused(notFound);
      const { limit, cursor } = page.value;
      const found = await jobStore.errors(caller.workspace, id, { limit, after: cursor });
      return ok({ items: found.items.map(({ key: _key, ...error }) => error), cursor: found.after });
    },
  };
}

const summaries: Readonly<Record<Exclude<JobAction, "throttle">, { "zh-CN": string; en: string }>> = {
  pause: { "zh-CN": "暂停任务", en: "Pause a job" },
  resume: { "zh-CN": "继续任务", en: "Resume a job" },
  cancel: { "zh-CN": "取消任务", en: "Cancel a job" },
  retry: { "zh-CN": "重试任务", en: "Try a job again" },
};

function control(context: AdminContext, action: Exclude<JobAction, "throttle">): MemberRoute {
  return {
    method: "POST",
    path: `/jobs/{id}:${action}`,
    access: "member",
    describe: { summary: summaries[action], tag, answer: jobAnswer },
    async handle({ caller, parameters }) {
      const { workspace } = caller;
      const request = {
        workspace,
        id: parameters["id"] ?? "",
        action,
        sees: (job: Job) => sees(caller, job),
      };
      const done = await controlJob(context, request);
      return done.ok ? ok(shown(done.value)) : refused(...done.problems);
    },
  };
}

function undo(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/jobs/{id}:undo",
    access: "member",
    describe: {
      summary: { "zh-CN": "撤销任务所做的修改", en: "Undo what a job did" },
      tag,
      status: 202,
      answer: jobAnswer,
    },
    async handle({ caller, parameters }) {
      const started = await startUndo(context, caller, parameters["id"] ?? "");
      return started.ok ? accepted(started.value) : refused(...started.problems);
    },
  };
}

/** 202 with the job that was started. */
export function accepted(job: Job): ApiAnswer {
  return { status: 202, headers: { location: `/api/v1/jobs/${job.id}` }, body: shown(job) };
}

function throttle(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/jobs/{id}:throttle",
    access: ["metadata.manage"],
    describe: {
      summary: { "zh-CN": "限制任务占用的时间比例", en: "Limit the part of the time a job works" },
      tag,
      body: closed({ share: { type: "number", minimum: 0.01, maximum: 1 } }, ["share"]),
      answer: jobAnswer,
    },
    async handle({ caller, parameters, body }) {
      const read = readShape(body, { required: ["share"], optional: [] });
      if (!read.ok) return refused(...read.problems);
      const { share } = read.value;
      if (typeof share !== "number" || share < 0.01 || share > 1)
        return refused(wrongKind("/share", { "zh-CN": "0.01–1 的数", en: "a number from 0.01 to 1" }));
      const { workspace } = caller;
      const id = parameters["id"] ?? "";
      const request = { workspace, id, share, action: "throttle" as const, sees: () => true };
      const done = await controlJob(context, request);
      return done.ok ? ok(shown(done.value)) : refused(...done.problems);
    },
  };
}

function verify(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/verify",
    access: ["metadata.manage"],
    describe: {
      summary: { "zh-CN": "检查工作区数据的一致性", en: "Check that everything a workspace keeps agrees" },
      tag,
      body: closed({ repair: { type: "boolean" } }, []),
      status: 202,
      answer: jobAnswer,
    },
    async handle({ caller, body }) {
      const read = readShape(body, { required: [], optional: ["repair"] });
      if (!read.ok) return refused(...read.problems);
      const { repair = false } = read.value;
      if (typeof repair !== "boolean")
        return refused(wrongKind("/repair", { "zh-CN": "布尔值", en: "a boolean" }));
      const { workspace, user } = caller;
      const job = await startVerify(context, { workspace, userId: user.id, repair });
      return accepted(job);
    },
  };
}

function sees({ access, user }: Caller, job: Job): boolean {
  return access.capabilities.has("metadata.manage") || job.createdBy === user.id;
}

/** What a job works on, and where it resumes, are its own affair. */
export function shown(job: Job) {
  const { id, kind, state, progress, counts, errors, createdAt, createdBy, updatedAt } = job;
  return {
    ...{ id, kind, state, progress, counts, errors, createdAt, createdBy, updatedAt },
    object: typeof job.input["objectId"] === "string" ? job.input["objectId"] : null,
    rate: job.rate ?? null,
    etaSeconds: job.state === "running" ? (job.etaSeconds ?? null) : null,
    share: job.share ?? null,
    undo: job.undo ? { until: job.undo.until, job: job.undo.job } : null,
    of: typeof job.input["of"] === "string" ? job.input["of"] : null,
  };
}
