import type { Job } from "../../ports/job-store.ts";
import type { Caller } from "../../operations/access/caller.ts";
import type { AdminContext } from "../context.ts";
import { notFound } from "../problems.ts";
import { limitOf } from "../query-parameters.ts";
import { ok, refused, type RouteTable } from "../route.ts";
import { anyObject, pageLimit } from "../schemas.ts";

const tag = "jobs";
const workers = ["metadata.manage", "imports.run"] as const;

/** Background jobs: an admin sees all of the workspace, everybody else the ones they started. */
export function addJobRoutes(table: RouteTable, { jobStore }: AdminContext): void {
  table.add({
    method: "GET",
    path: "/jobs",
    access: workers,
    describe: {
      summary: { "zh-CN": "后台任务", en: "Background jobs, newest first" },
      tag,
      query: [{ name: "limit", schema: pageLimit }],
      answer: anyObject,
    },
    async handle({ caller, query }) {
      const limit = limitOf(query, { fallback: 50, most: 200 });
      if (!limit.ok) return refused(...limit.problems);
      const jobs = await jobStore.list(caller.workspace, limit.value);
      return ok({ items: jobs.filter((one) => sees(caller, one)).map(shown), cursor: null });
    },
  });
  table.add({
    method: "GET",
    path: "/jobs/{id}",
    access: workers,
    describe: {
      summary: { "zh-CN": "一个后台任务的进度", en: "Progress of a background job" },
      tag,
      answer: anyObject,
    },
    async handle({ caller, parameters }) {
      const job = await jobStore.get(caller.workspace, parameters["id"] ?? "");
      return job && sees(caller, job) ? ok(shown(job)) : refused(notFound);
    },
  });
}

function sees({ access, user }: Caller, job: Job): boolean {
  return access.capabilities.has("metadata.manage") || job.createdBy === user.id;
}

/** What a job works on, and where it resumes, are its own affair. */
function shown({ id, kind, state, progress, counts, errors, createdAt, createdBy, updatedAt }: Job) {
  return { id, kind, state, progress, counts, errors, createdAt, createdBy, updatedAt };
}
