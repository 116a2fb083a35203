import { success, type Json } from "#engine";
import { discardDraft } from "../../operations/metadata/discard-draft.ts";
import { planPublish } from "../../operations/metadata/plan-publish.ts";
import { publishDraft } from "../../operations/metadata/publish-draft.ts";
import { mergeDraft } from "../../operations/metadata/merge-draft.ts";
import { repairDraft } from "../../operations/metadata/repair-draft.ts";
import { saveDraft } from "../../operations/metadata/save-draft.ts";
import type { DraftDocument } from "../../ports/metadata-store.ts";
import { publication, publishPlan } from "../answers/metadata.ts";
import {
  draftAnswer,
  mergeBody,
  mergedDraft,
  metadataBody,
  repairBody,
  repairedDraft,
  savedDraft,
} from "../answers/drafts.ts";
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
import { emptyBody } from "../schemas.ts";
import { addVersionRoutes } from "./metadata-versions.ts";

const admins = ["metadata.manage"] as const;

/** Metadata under work: the working copy, plan, publish, versions, roll back. */
export function addMetadataRoutes(table: RouteTable, context: AdminContext): void {
  const makers = [readDraft, writeDraft, dropDraft, plan, publishing, repairing, merging];
  for (const make of makers) table.add(make(context));
  addVersionRoutes(table, context);
}

const tag = "metadata";

function readDraft(context: AdminContext): MemberRoute {
  return {
    method: "GET",
    path: "/metadata/draft",
    access: admins,
    describe: { summary: { "zh-CN": "草稿", en: "The working copy" }, tag, answer: draftAnswer },
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
    ifMatch: "optional",
    describe: {
      summary: { "zh-CN": "保存一份文档的草稿", en: "Save the working copy of one document" },
      tag,
      query: [{ name: "baseVersion", schema: { type: "integer", minimum: 0 } }],
      body: metadataBody,
      answer: savedDraft,
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
  { caller, parameters, query, body, header }: ApiRequest,
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
    baseVersion: query.has("baseVersion") ? Number(query.get("baseVersion")) : null,
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
      body: emptyBody,
      answer: publishPlan,
    },
    async handle({ caller, body }) {
      const shape = readShape(body, {});
      if (!shape.ok) return refused(...shape.problems);
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
        additionalProperties: false,
      },
      answer: publication,
    },
    handle: (request) => publish(context, request),
  };
}

function repairing(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/metadata/draft:repair",
    access: admins,
    describe: {
      summary: {
        "zh-CN": "移除对某个元素的引用",
        en: "Remove the mentions of an element from the working copy",
      },
      tag,
      body: repairBody,
      answer: repairedDraft,
    },
    async handle({ caller, body }) {
      const shape = readShape(body, { required: ["element"] });
      if (!shape.ok) return refused(...shape.problems);
      const element = readShape(shape.value["element"], { required: ["kind", "target"] });
      if (!element.ok) return refused(...element.problems);
      const { kind, target } = element.value;
      if (typeof kind !== "string") return refused(wrongKind("/element/kind", texts));
      if (typeof target !== "string") return refused(wrongKind("/element/target", texts));
      const { workspace, user } = caller;
      const result = await repairDraft(context, { workspace, userId: user.id, element: { kind, target } });
      return result.ok ? ok(result.value) : refused(...result.problems);
    },
  };
}

function merging(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/metadata/draft/{kind}/{apiName}:merge",
    access: admins,
    describe: {
      summary: { "zh-CN": "与其他管理员的修改合并", en: "Merge with what another admin saved meanwhile" },
      tag,
      body: mergeBody,
      answer: mergedDraft,
    },
    async handle({ caller, body, parameters }) {
      const shape = readShape(body, { required: ["base", "mine"] });
      if (!shape.ok) return refused(...shape.problems);
      const { kind = "", apiName = "" } = parameters;
      const { base, mine } = shape.value as { readonly base: Json; readonly mine: Json };
      const request = { workspace: caller.workspace, kind, apiName, base, mine };
      const result = await mergeDraft(context.metadataStore, request);
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

const texts = { "zh-CN": "文本", en: "text" };
