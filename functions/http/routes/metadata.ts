import { failure, success, type Result } from "#engine";
import { discardDraft } from "../../operations/metadata/discard-draft.ts";
import { planPublish } from "../../operations/metadata/plan-publish.ts";
import { publishDraft } from "../../operations/metadata/publish-draft.ts";
import { rollBack } from "../../operations/metadata/roll-back.ts";
import { saveDraft } from "../../operations/metadata/save-draft.ts";
import type { DraftDocument } from "../../ports/metadata-store.ts";
import type { AdminContext } from "../context.ts";
import { etag, expectedVersion } from "../preconditions.ts";
import { readShape, wrongKind } from "../read-shape.ts";
import {
  noContent,
  ok,
  refused,
  type ApiAnswer,
  type ApiRequest,
  type MemberRoute,
  type RouteTable,
} from "../route.ts";

const admins = ["metadata.manage"] as const;
const anyObject = { type: "object" } as const;

/** Metadata under work: the working copy, plan, publish, versions, roll back. */
export function addMetadataRoutes(table: RouteTable, context: AdminContext): void {
  const makers = [readDraft, writeDraft, dropDraft, plan, publishing, versions, rollingBack];
  for (const make of makers) table.add(make(context));
}

const tag = "metadata";

function readDraft(context: AdminContext): MemberRoute {
  return {
    method: "GET",
    path: "/metadata/draft",
    access: admins,
    describe: { summary: { "zh-CN": "草稿", en: "The working copy" }, tag, answer: anyObject },
    async handle({ caller }) {
      const documents = await context.metadataStore.draft(caller.workspace);
      return ok({ baseVersion: caller.model.version, documents });
    },
  };
}

function writeDraft(context: AdminContext): MemberRoute {
  return {
    method: "PUT",
    path: "/metadata/draft/{kind}/{apiName}",
    access: admins,
    describe: {
      summary: { "zh-CN": "保存一份文档的草稿", en: "Save the working copy of one document" },
      tag,
      body: anyObject,
      answer: anyObject,
    },
    handle: (request) => putDraft(context, request),
  };
}

function dropDraft(context: AdminContext): MemberRoute {
  return {
    method: "DELETE",
    path: "/metadata/draft/{kind}/{apiName}",
    access: admins,
    describe: {
      summary: {
        "zh-CN": "在草稿中删除，或丢弃草稿",
        en: "Delete in the working copy, or drop the working copy",
      },
      tag,
      query: [{ name: "discard", schema: { type: "boolean" } }],
      status: 204,
    },
    async handle({ caller, parameters, query }) {
      const { kind = "", apiName = "" } = parameters;
      const { workspace, user } = caller;
      const onlyWorkingCopy = query.get("discard") === "true";
      const result = await discardDraft(context, {
        workspace,
        userId: user.id,
        kind,
        apiName,
        onlyWorkingCopy,
      });
      return result.ok ? noContent : refused(...result.problems);
    },
  };
}

async function putDraft(
  context: AdminContext,
  { caller, parameters, body, header }: ApiRequest,
): Promise<ApiAnswer> {
  const expected = header("if-match") === undefined ? success(null) : expectedVersion(header("if-match"));
  if (!expected.ok) return refused(...expected.problems);
  const { kind = "", apiName = "" } = parameters;
  const result = await saveDraft(context, {
    workspace: caller.workspace,
    userId: caller.user.id,
    kind,
    apiName,
    body,
    expectedRevision: expected.value,
  });
  return result.ok
    ? ok(shown(result.value), { etag: etag(result.value.revision) })
    : refused(...result.problems);
}

function shown({ kind, apiName, body, revision }: DraftDocument) {
  return { kind, apiName, body, revision };
}

function plan(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/metadata/plan",
    access: admins,
    describe: {
      summary: { "zh-CN": "发布会带来的变化", en: "What publishing the working copy would do" },
      tag,
      body: anyObject,
      answer: anyObject,
    },
    async handle({ caller }) {
      const planned = await planPublish(context, caller.workspace);
      return planned.ok ? ok(planned.value.plan) : refused(...planned.problems);
    },
  };
}

function publishing(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/metadata/publish",
    access: admins,
    describe: {
      summary: { "zh-CN": "原子发布", en: "Publish atomically" },
      tag,
      body: {
        type: "object",
        properties: { plan: { type: "string" }, note: { type: "string" } },
        required: ["plan"],
      },
      answer: anyObject,
    },
    handle: (request) => publish(context, request),
  };
}

function versions(context: AdminContext): MemberRoute {
  return {
    method: "GET",
    path: "/metadata/versions",
    access: admins,
    describe: {
      summary: { "zh-CN": "版本历史", en: "Published versions, newest first" },
      tag,
      query: [{ name: "limit", schema: { type: "integer", minimum: 1, maximum: 200 } }],
      answer: anyObject,
    },
    async handle({ caller, query }) {
      const limit = Math.min(200, Math.max(1, Number(query.get("limit") ?? 50) || 50));
      return ok({ items: await context.metadataStore.versions(caller.workspace, limit), cursor: null });
    },
  };
}

function rollingBack(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/metadata/rollback",
    access: admins,
    describe: {
      summary: { "zh-CN": "恢复到旧版本", en: "Publish an older version again" },
      tag,
      body: { type: "object", properties: { version: { type: "integer" } }, required: ["version"] },
      answer: anyObject,
    },
    async handle({ caller, body }) {
      const given = versionOf(body);
      if (!given.ok) return refused(...given.problems);
      const { workspace, user } = caller;
      const result = await rollBack(context, { workspace, userId: user.id, version: given.value });
      return result.ok ? ok(result.value) : refused(...result.problems);
    },
  };
}

async function publish(context: AdminContext, { caller, body }: ApiRequest): Promise<ApiAnswer> {
  const shape = readShape(body, { required: ["plan"], optional: ["note"] });
  if (!shape.ok) return refused(...shape.problems);
  const { plan, note = "" } = shape.value;
  if (typeof plan !== "string") return refused(wrongKind("/plan", texts));
  if (typeof note !== "string") return refused(wrongKind("/note", texts));
  const { workspace, user } = caller;
  const result = await publishDraft(context, { workspace, userId: user.id, plan, note: note.slice(0, 500) });
  return result.ok ? ok(result.value) : refused(...result.problems);
}

function versionOf(body: unknown): Result<number> {
  const shape = readShape(body, { required: ["version"] });
  if (!shape.ok) return shape;
  const { version } = shape.value;
  if (typeof version === "number" && Number.isInteger(version)) return success(version);
  return failure(wrongKind("/version", { "zh-CN": "整数", en: "an integer" }));
}

const texts = { "zh-CN": "文本", en: "text" };
