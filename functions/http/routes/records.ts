import { failure, success, type JsonObject, type Problem, type Result } from "#engine";
import { deleteRecord, restoreRecord } from "../../operations/records/delete-record.ts";
import { getRecord, type RecordAnswer } from "../../operations/records/get-record.ts";
import { readTimeline } from "../../operations/records/read-timeline.ts";
import { changeRecord, createRecord } from "../../operations/records/write-record.ts";
import { timelineAnswer } from "../answers/records.ts";
import type { ApiContext } from "../context.ts";
import { duplicatesFrom, duplicatesParameter } from "../duplicates-parameter.ts";
import { etag, expectedVersion, matchesNone } from "../preconditions.ts";
import { limitOf } from "../query-parameters.ts";
import { readShape, wrongKind } from "../read-shape.ts";
import {
  API_PREFIX,
  noContent,
  ok,
  refused,
  type ApiAnswer,
  type ApiRequest,
  type MemberRoute,
  type RouteTable,
} from "../route.ts";
import { cursorText, pageLimit, recordAnswer, recordBody } from "../schemas.ts";

const tag = "records";

/** Create, read, change, delete, restore one record; its timeline. */
export function addRecordRoutes(table: RouteTable, context: ApiContext): void {
  for (const route of [
    create(context),
    read(context),
    change(context),
    remove(context),
    restore(context),
    timeline(context),
  ]) {
    table.add(route);
  }
}

function create(context: ApiContext): MemberRoute {
  return {
    method: "POST",
    path: "/objects/{object}/records",
    access: "member",
    creates: true,
    describe: {
      summary: { "zh-CN": "新建记录", en: "Create a record" },
      tag,
      body: recordBody,
      query: [duplicatesParameter],
      answer: recordAnswer,
      status: 201,
    },
    async handle({ caller, parameters, query, body, id }) {
      const given = readRecordBody(body);
      if (!given.ok) return refused(...given.problems);
      const { object = "" } = parameters;
      const duplicates = duplicatesFrom(query);
      if (!duplicates.ok) return refused(...duplicates.problems);
      const request = { ...given.value, object, command: id, duplicates: duplicates.value };
      const created = await createRecord(context, caller, request);
      if (!created.ok) return refused(...created.problems);
      const record = created.value;
      const location = `${API_PREFIX}/objects/${record.object}/records/${record.id}`;
      return { status: 201, headers: { location, etag: etag(record.version) }, body: record };
    },
  };
}

function read(context: ApiContext): MemberRoute {
  return {
    method: "GET",
    path: "/objects/{object}/records/{id}",
    access: "member",
    describe: {
      summary: { "zh-CN": "读取记录", en: "Read a record" },
      tag,
      answer: recordAnswer,
      other: { 304: {} },
    },
    async handle({ caller, parameters, header }) {
      const found = await getRecord(context, caller, target(parameters));
      if (!found.ok) return refused(...found.problems);
      const headers = { etag: etag(found.value.version) };
      if (matchesNone(header("if-none-match"), headers.etag)) return { status: 304, headers };
      return ok(found.value, headers);
    },
  };
}

function change(context: ApiContext): MemberRoute {
  return {
    method: "PATCH",
    path: "/objects/{object}/records/{id}",
    access: "member",
    ifMatch: "required",
    describe: {
      summary: {
        "zh-CN": "修改记录（JSON merge patch）",
        en: "Change a record (JSON merge patch of values)",
      },
      tag,
      query: [duplicatesParameter],
      body: { ...recordBody, required: [] },
      answer: recordAnswer,
    },
    async handle({ caller, parameters, query, body, header, id: command }) {
      const version = expectedVersion(header("if-match"));
      if (!version.ok) return refused(...version.problems);
      const given = readRecordBody(body, { partial: true });
      if (!given.ok) return refused(...given.problems);
      const duplicates = duplicatesFrom(query);
      if (!duplicates.ok) return refused(...duplicates.problems);
      const request = {
        ...given.value,
        ...target(parameters),
        command,
        expectedVersion: version.value,
        duplicates: duplicates.value,
      };
      return recordOrRefusal(await changeRecord(context, caller, request));
    },
  };
}

function remove(context: ApiContext): MemberRoute {
  return {
    method: "DELETE",
    path: "/objects/{object}/records/{id}",
    access: "member",
    ifMatch: "required",
    describe: {
      summary: { "zh-CN": "移入回收站", en: "Move a record to the bin" },
      tag,
      status: 204,
      other: { 202: { type: "object", properties: { job: { type: "string" } }, required: ["job"] } },
    },
    async handle({ caller, parameters, header, id: command }) {
      const version = expectedVersion(header("if-match"));
      if (!version.ok) return refused(...version.problems);
      const request = { ...target(parameters), command, expectedVersion: version.value };
      const deleted = await deleteRecord(context, caller, request);
      if (!deleted.ok) return refused(...deleted.problems);
      return deleted.value ? { status: 202, body: deleted.value } : noContent;
    },
  };
}

function restore(context: ApiContext): MemberRoute {
  return {
    method: "POST",
    path: "/objects/{object}/records/{id}:restore",
    access: "member",
    describe: {
      summary: { "zh-CN": "从回收站恢复", en: "Bring a record back from the bin" },
      tag,
      answer: recordAnswer,
    },
    async handle({ caller, parameters, id: command }) {
      return recordOrRefusal(await restoreRecord(context, caller, { ...target(parameters), command }));
    },
  };
}

function timeline(context: ApiContext): MemberRoute {
  return {
    method: "GET",
    path: "/objects/{object}/records/{id}/timeline",
    access: "member",
    describe: {
      summary: {
        "zh-CN": "记录的时间线，最新在前",
        en: "Everything that happened to a record, newest first",
      },
      tag,
      query: [
        { name: "limit", schema: pageLimit },
        { name: "cursor", schema: cursorText },
      ],
      answer: timelineAnswer,
    },
    async handle({ caller, parameters, query }) {
      const limit = limitOf(query, { fallback: 50, most: 200 });
      if (!limit.ok) return refused(...limit.problems);
      const cursor = query.get("cursor") ?? null;
      const request = { ...target(parameters), limit: limit.value, cursor };
      const read = await readTimeline(context, caller, request);
      return read.ok ? ok(read.value) : refused(...read.problems);
    },
  };
}

function target(parameters: ApiRequest["parameters"]): { readonly object: string; readonly id: string } {
  const { object = "", id = "" } = parameters;
  return { object, id };
}

function recordOrRefusal(result: Result<RecordAnswer>): ApiAnswer {
  if (!result.ok) return refused(...result.problems);
  return ok(result.value, { etag: etag(result.value.version) });
}

/** `{ values, owner }` of a create or a change; only in a change may `values` be absent. */
export function readRecordBody(
  body: unknown,
  { partial = false }: { readonly partial?: boolean } = {},
): Result<{ readonly values: JsonObject; readonly owner?: string }> {
  const shape = readShape(
    body,
    partial ? { optional: ["values", "owner"] } : { required: ["values"], optional: ["owner"] },
  );
  if (!shape.ok) return shape;
  const { values = {}, owner } = shape.value;
  const problems = [...valuesProblems(values), ...ownerProblems(owner)];
  if (problems.length > 0) return failure(...problems);
  return success({ values: values as JsonObject, ...(typeof owner === "string" ? { owner } : {}) });
}

function valuesProblems(values: unknown): readonly Problem[] {
  if (typeof values === "object" && values !== null && !Array.isArray(values)) return [];
  return [wrongKind("/values", { "zh-CN": "对象", en: "an object" })];
}

function ownerProblems(owner: unknown): readonly Problem[] {
  if (owner === undefined) return [];
  if (typeof owner === "string" && owner !== "" && owner.length <= 128) return [];
  return [wrongKind("/owner", { "zh-CN": "用户编号", en: "the id of a person" })];
}
