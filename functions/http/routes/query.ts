import { failure, success, type Problem, type Result } from "#engine";
import {
  bulkRecords,
  MAX_BULK_OPERATIONS,
  type BulkItem,
  type BulkOperation,
} from "../../operations/records/bulk-records.ts";
import { queryRecords } from "../../operations/records/query-records.ts";
import { MAX_OFFSET, readQuery } from "../../operations/records/query-request.ts";
import { bulkAnswer, queryAnswer } from "../answers/records.ts";
import type { ApiContext } from "../context.ts";
import { problemDocument } from "../problem-response.ts";
import { readShape, wrongKind } from "../read-shape.ts";
import { ok, refused, type ApiAnswer, type ApiRequest, type MemberRoute, type RouteTable } from "../route.ts";
import { anyObject, closed, nullable, pageLimit } from "../schemas.ts";
import { readNamedTransition } from "../read-transition.ts";
import { readRecordBody } from "./records.ts";

const tag = "records";
const sortKey = closed({ field: { type: "string" }, direction: { enum: ["asc", "desc"] } }, ["field"]);

/** Many records at once: query, bulk. */
export function addQueryRoutes(table: RouteTable, context: ApiContext): void {
  for (const route of [query(context), bulk(context)]) table.add(route);
}

function query(context: ApiContext): MemberRoute {
  return {
    method: "POST",
    path: "/objects/{object}/query",
    access: "member",
    describe: {
      summary: { "zh-CN": "按条件查询记录", en: "Query records" },
      tag,
      body: closed(
        {
          filter: nullable(anyObject),
          sort: nullable({ type: "array", items: sortKey, maxItems: 3 }),
          fields: nullable({ type: "array", items: { type: "string" } }),
          limit: pageLimit,
          cursor: nullable({ type: "string" }),
          offset: nullable({ type: "integer", minimum: 0, maximum: MAX_OFFSET }),
          count: { type: "boolean" },
          explain: { type: "boolean" },
        },
        [],
      ),
      answer: queryAnswer,
    },
    async handle({ caller, parameters, body }) {
      const optional = ["filter", "sort", "fields", "limit", "cursor", "offset", "count", "explain"];
      const shape = readShape(body, { optional });
      if (!shape.ok) return refused(...shape.problems);
      const request = readQuery(shape.value);
      if (!request.ok) return refused(...request.problems);
      const { object = "" } = parameters;
      const answer = await queryRecords(context, caller, { ...request.value, object });
      return answer.ok ? ok(answer.value) : refused(...answer.problems);
    },
  };
}

function bulk(context: ApiContext): MemberRoute {
  return {
    method: "POST",
    path: "/objects/{object}/bulk",
    access: "member",
    creates: true,
    describe: {
      summary: { "zh-CN": "批量新建、修改、删除", en: "Create, change and delete many records" },
      tag,
      body: closed({ operations: { type: "array", items: anyObject, maxItems: MAX_BULK_OPERATIONS } }, [
        "operations",
      ]),
      answer: bulkAnswer,
    },
    handle: (request) => answerBulk(context, request),
  };
}

async function answerBulk(context: ApiContext, request: ApiRequest): Promise<ApiAnswer> {
  const { caller, parameters, body, id: command, locale } = request;
  const shape = readShape(body, { required: ["operations"] });
  if (!shape.ok) return refused(...shape.problems);
  const operations = shape.value["operations"];
  if (!Array.isArray(operations)) return refused(wrongKind("/operations", { "zh-CN": "列表", en: "a list" }));
  const { object = "" } = parameters;
  const items = operations.map(readOperation);
  const outcomes = await bulkRecords(context, caller, { object, items, command });
  if (!outcomes.ok) return refused(...outcomes.problems);
  const results = outcomes.value.map((one) => {
    if (!("problems" in one)) return one;
    const problem = problemDocument(one.problems, { locale, requestId: command });
    return { status: problem.status, problem };
  });
  return ok({ results });
}

function readOperation(given: unknown): BulkItem {
  const op = typeof given === "object" && given !== null ? (given as { op?: unknown }).op : undefined;
  const reader =
    typeof op === "string" && Object.hasOwn(readers, op) ? readers[op as keyof typeof readers] : null;
  if (!reader)
    return failure(wrongKind("/op", { "zh-CN": "create、update 或 delete", en: "create, update or delete" }));
  return reader(given);
}

const readers = {
  create(given: unknown): Result<BulkOperation> {
    const shape = readShape(given, { required: ["op", "values"], optional: ["owner"] });
    if (!shape.ok) return shape;
    const record = readRecordBody(withoutKeys(shape.value, ["op"]));
    return record.ok ? success({ op: "create", ...record.value }) : record;
  },
  update(given: unknown): Result<BulkOperation> {
    const optional = ["version", "owner", "transition"];
    const shape = readShape(given, { required: ["op", "id", "values"], optional });
    if (!shape.ok) return shape;
    const record = readRecordBody(withoutKeys(shape.value, ["op", "id", "version", "transition"]));
    if (!record.ok) return record;
    const which = readTarget(shape.value);
    if (!which.ok) return which;
    const operation = { op: "update", ...which.value, ...record.value } as const;
    if (shape.value["transition"] === undefined) return success(operation);
    const transition = readNamedTransition(shape.value["transition"]);
    return transition.ok ? success({ ...operation, transition: transition.value }) : transition;
  },
  delete(given: unknown): Result<BulkOperation> {
    const shape = readShape(given, { required: ["op", "id"], optional: ["version"] });
    if (!shape.ok) return shape;
    const which = readTarget(shape.value);
    return which.ok ? success({ op: "delete", ...which.value }) : which;
  },
} as const;

function readTarget(
  given: Readonly<Record<string, unknown>>,
): Result<{ readonly id: string; readonly version: number | null }> {
  const { id, version } = given;
  const problems: Problem[] = [];
  if (typeof id !== "string") problems.push(wrongKind("/id", { "zh-CN": "文本", en: "text" }));
  const isVersion =
    version === undefined || (typeof version === "number" && Number.isInteger(version) && version > 0);
  if (!isVersion) problems.push(wrongKind("/version", { "zh-CN": "正整数", en: "a positive integer" }));
  if (problems.length > 0) return failure(...problems);
  return success({ id: String(id), version: typeof version === "number" ? version : null });
}

function withoutKeys(
  given: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(given).filter(([key]) => !keys.includes(key)));
}
