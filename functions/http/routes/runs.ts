import { enrollRecords } from "../../operations/journeys/enroll-records.ts";
import { listRuns, readRun } from "../../operations/runs/read-runs.ts";
import type { ApiContext } from "../context.ts";
import { readShape } from "../read-shape.ts";
import { ok, refused, type MemberRoute, type RouteTable } from "../route.ts";
import { anyObject, listOf } from "../schemas.ts";

const tag = "automation";
const PAGE = 50;

/** Runs of workflows and journeys, and enrolling. */
export function addRunRoutes(table: RouteTable, context: ApiContext): void {
  table.add(list(context, "workflow"));
  table.add(list(context, "journey"));
  table.add({
    method: "GET",
    path: "/runs/{id}",
    access: ["runs.read", "journeys.run"],
    describe: {
      summary: { "zh-CN": "一次运行及其步骤", en: "A run with its steps" },
      tag,
      answer: anyObject,
    },
    async handle({ caller, parameters }) {
      const run = await readRun(context, caller, parameters["id"] ?? "");
      return run.ok ? ok(run.value) : refused(...run.problems);
    },
  });
  table.add(enroll(context));
}

function list(context: ApiContext, kind: "workflow" | "journey"): MemberRoute {
  return {
    method: "GET",
    path: `/${kind}s/{id}/runs`,
    access: ["runs.read", "journeys.run"],
    describe: {
      summary: { "zh-CN": "运行记录", en: `Runs of a ${kind}` },
      tag,
      query: [
        { name: "limit", schema: { type: "integer", minimum: 1, maximum: 100 } },
        { name: "cursor", schema: { type: "string" } },
      ],
      answer: listOf(anyObject),
    },
    async handle({ caller, parameters, query }) {
      const limit = Math.min(Math.max(Number(query.get("limit") ?? PAGE) || PAGE, 1), 100);
      const position = query.get("cursor") ?? null;
      const runs = await listRuns(context, caller, {
        kind,
        definition: parameters["id"] ?? "",
        limit,
        position,
      });
      return runs.ok ? ok(runs.value) : refused(...runs.problems);
    },
  };
}

function enroll(context: ApiContext): MemberRoute {
  return {
    method: "POST",
    path: "/journeys/{id}:enroll",
    access: ["journeys.run"],
    describe: {
      summary: { "zh-CN": "把记录加入旅程", en: "Put records into a journey" },
      tag,
      body: anyObject,
      answer: anyObject,
      status: 202,
    },
    async handle({ caller, parameters, body }) {
      const shape = readShape(body, { required: ["recordIds"] });
      if (!shape.ok) return refused(...shape.problems);
      const ids = (shape.value as { recordIds: unknown }).recordIds;
      const recordIds = Array.isArray(ids) ? ids.filter((one): one is string => typeof one === "string") : [];
      const done = await enrollRecords(context, caller, { journey: parameters["id"] ?? "", recordIds });
      return done.ok ? { status: 202, body: done.value } : refused(...done.problems);
    },
  };
}
