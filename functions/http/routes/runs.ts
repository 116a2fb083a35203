import { failure, success, type Result } from "#engine";
import { enrollRecords, MOST_ENROLLED, type Enrollment } from "../../operations/journeys/enroll-records.ts";
import { badRequest } from "../../operations/records/problems.ts";
import { readFilter } from "../../operations/records/query-request.ts";
import { listRuns, readRun } from "../../operations/runs/read-runs.ts";
import { enrolled, runList, runWithSteps } from "../answers/automation.ts";
import type { AdminContext } from "../context.ts";
import { pageQuery, readPage } from "../read-page.ts";
import { readShape } from "../read-shape.ts";
import { ok, refused, type MemberRoute, type RouteTable } from "../route.ts";
import { anyObject, closed, nullable } from "../schemas.ts";

const tag = "automation";

/** Runs of workflows and journeys, and enrolling. */
export function addRunRoutes(table: RouteTable, context: AdminContext): void {
  const routes = [list(context, "workflow"), list(context, "journey"), one(context), enroll(context)];
  for (const route of routes) table.add(route);
}

function one(context: AdminContext): MemberRoute {
  return {
    method: "GET",
    path: "/runs/{id}",
    access: ["runs.read", "journeys.run"],
    describe: {
      summary: { "zh-CN": "一次运行及其步骤", en: "A run with its steps" },
      tag,
      answer: runWithSteps,
    },
    async handle({ caller, parameters }) {
      const run = await readRun(context, caller, parameters["id"] ?? "");
      return run.ok ? ok(run.value) : refused(...run.problems);
    },
  };
}

function list(context: AdminContext, kind: "workflow" | "journey"): MemberRoute {
  return {
    method: "GET",
    path: `/${kind}s/{id}/runs`,
    access: ["runs.read", "journeys.run"],
    describe: {
      summary: { "zh-CN": "运行记录", en: `Runs of a ${kind}` },
      tag,
      query: [...pageQuery, { name: "record", schema: { type: "string" } }],
      answer: runList,
    },
    async handle({ caller, parameters, query }) {
      const page = readPage(query);
      if (!page.ok) return refused(...page.problems);
      const definition = parameters["id"] ?? "";
      const record = query.get("record") ?? null;
      const runs = await listRuns(context, caller, { kind, definition, record, ...page.value });
      return runs.ok ? ok(runs.value) : refused(...runs.problems);
    },
  };
}

function enroll(context: AdminContext): MemberRoute {
  const ids = { type: "array", items: { type: "string" }, minItems: 1, maxItems: MOST_ENROLLED };
  return {
    method: "POST",
    path: "/journeys/{id}:enroll",
    access: ["journeys.run"],
    describe: {
      summary: { "zh-CN": "把记录加入旅程", en: "Put records into a journey" },
      tag,
      body: closed({ recordIds: ids, filter: nullable(anyObject), cursor: nullable({ type: "string" }) }, []),
      answer: enrolled,
      status: 202,
    },
    async handle({ caller, parameters, body }) {
      const shape = readShape(body, { optional: ["recordIds", "filter", "cursor"] });
      if (!shape.ok) return refused(...shape.problems);
      const meant = readEnrollment(shape.value);
      if (!meant.ok) return refused(...meant.problems);
      const journey = parameters["id"] ?? "";
      const done = await enrollRecords(context, caller, { journey, ...meant.value });
      return done.ok ? { status: 202, body: done.value } : refused(...done.problems);
    },
  };
}

/** Either named records, or a filter (null: all records) with the cursor of the request before. */
function readEnrollment(body: Readonly<Record<string, unknown>>): Result<Enrollment> {
  const { recordIds, filter, cursor = null } = body;
  if ((recordIds === undefined) === (filter === undefined)) return failure(oneOf);
  if (recordIds !== undefined) return isIdList(recordIds) ? success({ recordIds }) : failure(badIds);
  const read = readFilter(filter);
  if (!read.ok) return read;
  if (cursor !== null && typeof cursor !== "string") return failure(badCursorKind);
  return success({ filter: read.value, cursor });
}

function isIdList(given: unknown): given is readonly string[] {
  if (!Array.isArray(given) || given.length === 0 || given.length > MOST_ENROLLED) return false;
  return given.every((id) => typeof id === "string" && id.length <= 64);
}

const oneOf = badRequest("", "one_of", {
  "zh-CN": "请给出 recordIds 或 filter 之一。",
  en: "Give either “recordIds” or “filter”.",
});
const badIds = badRequest("/recordIds", "bad_query", {
  "zh-CN": `recordIds 应为 1–${MOST_ENROLLED} 个记录编号。`,
  en: `“recordIds” takes 1–${MOST_ENROLLED} record ids.`,
});
const badCursorKind = badRequest("/cursor", "bad_cursor", {
  "zh-CN": "翻页标记应为上一次返回的文本。",
  en: "The cursor must be the text that the answer before returned.",
});
