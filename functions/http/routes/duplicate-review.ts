import { failure, success, type Result } from "#engine";
import { startFinding } from "../../operations/cleansing/find-job.ts";
import { dismissDuplicates, listDuplicates } from "../../operations/cleansing/list-duplicates.ts";
import { startNormalizing } from "../../operations/cleansing/start-normalizing.ts";
import { startUndo } from "../../operations/undo/start-undo.ts";
import { duplicateGroupsAnswer } from "../answers/duplicates.ts";
import type { AdminContext } from "../context.ts";
import { readShape, wrongKind } from "../read-shape.ts";
import { noContent, ok, refused, type MemberRoute, type RouteTable } from "../route.ts";
import { closed, cursorText, emptyBody, text } from "../schemas.ts";

const tag = "cleansing";
const startedJob = closed({ job: text }, ["job"]);

/** Looking through duplicates that exist, and taking merges back. */
export function addDuplicateReviewRoutes(table: RouteTable, context: AdminContext): void {
  const routes = [find(context), list(context), dismiss(context), undoMerge(context), normalize(context)];
  for (const route of routes) table.add(route);
}

function normalize(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/objects/{object}/values:normalize",
    access: ["metadata.manage"],
    describe: {
      summary: {
        "zh-CN": "把已有的值改为字段要求的规范形式（后台任务）；dryRun 只计数",
        en: "Bring stored values to the form their fields ask for, as a background job; `dryRun` only counts",
      },
      tag,
      body: closed({ dryRun: { type: "boolean", default: false } }, []),
      answer: startedJob,
      status: 202,
    },
    async handle({ caller, parameters: { object = "" }, body }) {
      const shape = readShape(body ?? {}, { optional: ["dryRun"] });
      if (!shape.ok) return refused(...shape.problems);
      const { dryRun = false } = shape.value;
      if (typeof dryRun !== "boolean")
        return refused(wrongKind("/dryRun", { "zh-CN": "布尔值", en: "a boolean" }));
      const started = await startNormalizing(context, caller, { object, dryRun });
      return started.ok ? { status: 202, body: started.value } : refused(...started.problems);
    },
  };
}

function find(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/objects/{object}/duplicates:find",
    access: "member",
    describe: {
      summary: {
        "zh-CN": "在对象的全部记录中查找重复（后台任务）",
        en: "Find duplicates among all records of an object, as a background job",
      },
      tag,
      body: emptyBody,
      answer: startedJob,
      status: 202,
    },
    async handle({ caller, parameters: { object = "" } }) {
      const started = await startFinding(context, caller, object);
      return started.ok ? { status: 202, body: started.value } : refused(...started.problems);
    },
  };
}

function list(context: AdminContext): MemberRoute {
  return {
    method: "GET",
    path: "/objects/{object}/duplicates",
    access: "member",
    describe: {
      summary: { "zh-CN": "待处理的重复记录", en: "Duplicates that were found and wait to be looked at" },
      tag,
      query: [{ name: "cursor", schema: cursorText }],
      answer: duplicateGroupsAnswer,
    },
    async handle({ caller, parameters: { object = "" }, query }) {
      const cursor = query.get("cursor") ?? null;
      const found = await listDuplicates(context, caller, { object, cursor });
      return found.ok ? ok(found.value) : refused(...found.problems);
    },
  };
}

function dismiss(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/objects/{object}/duplicates:dismiss",
    access: "member",
    describe: {
      summary: { "zh-CN": "标记为不重复", en: "Remember that records are no duplicates" },
      tag,
      body: closed({ id: text, others: { type: "array", items: text, minItems: 1, maxItems: 50 } }, [
        "id",
        "others",
      ]),
      status: 204,
    },
    async handle({ caller, parameters: { object = "" }, body }) {
      const given = readDismissal(body);
      if (!given.ok) return refused(...given.problems);
      const done = await dismissDuplicates(context, caller, { object, ...given.value });
      return done.ok ? noContent : refused(...done.problems);
    },
  };
}

function readDismissal(body: unknown): Result<{ readonly id: string; readonly others: readonly string[] }> {
  const shape = readShape(body, { required: ["id", "others"] });
  if (!shape.ok) return shape;
  const { id, others } = shape.value;
  if (typeof id !== "string")
    return failure(wrongKind("/id", { "zh-CN": "记录编号", en: "the id of a record" }));
  const isList = Array.isArray(others) && others.length > 0 && others.length <= 50;
  if (!isList || !others.every((one) => typeof one === "string"))
    return failure(
      wrongKind("/others", { "zh-CN": "1 到 50 个记录编号的列表", en: "a list of 1 to 50 record ids" }),
    );
  return success({ id, others: others as readonly string[] });
}

function undoMerge(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/merges/{id}:undo",
    access: "member",
    describe: {
      summary: { "zh-CN": "撤销合并（后台任务）", en: "Take a merge back, as a background job" },
      tag,
      answer: startedJob,
      status: 202,
    },
    async handle({ caller, parameters }) {
      const started = await startUndo(context, caller, parameters["id"] ?? "");
      return started.ok ? { status: 202, body: { job: started.value.id } } : refused(...started.problems);
    },
  };
}
