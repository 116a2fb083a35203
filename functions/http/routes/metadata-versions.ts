import { compareMetadata, failure, success, type Result } from "#engine";
import {
  planRollBack,
  rollBack,
  unknownVersion,
  versionDocuments,
} from "../../operations/metadata/roll-back.ts";
import { oneVersionAnswer, versionList } from "../answers/drafts.ts";
import { publication, publishPlan } from "../answers/metadata.ts";
import type { AdminContext } from "../context.ts";
import { readShape, wrongKind } from "../read-shape.ts";
import { ok, refused, type ApiAnswer, type ApiRequest, type MemberRoute, type RouteTable } from "../route.ts";
import { emptyBody } from "../schemas.ts";

const admins = ["metadata.manage"] as const;
const tag = "metadata";

/** Published versions: history, what one says, the difference of two, going back. */
export function addVersionRoutes(table: RouteTable, context: AdminContext): void {
  for (const make of [versions, oneVersion, planning, rollingBack]) table.add(make(context));
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
      answer: versionList,
    },
    async handle({ caller, query }) {
      const limit = Math.min(200, Math.max(1, Number(query.get("limit") ?? 50) || 50));
      return ok({ items: await context.metadataStore.versions(caller.workspace, limit), cursor: null });
    },
  };
}

function oneVersion(context: AdminContext): MemberRoute {
  return {
    method: "GET",
    path: "/metadata/versions/{version}",
    access: admins,
    describe: {
      summary: {
        "zh-CN": "某个版本的内容与差异",
        en: "The documents of a version, or its difference to another",
      },
      tag,
      query: [{ name: "against", schema: { type: "integer", minimum: 1 } }],
      answer: oneVersionAnswer,
    },
    handle: (request) => readVersion(context, request),
  };
}

async function readVersion(context: AdminContext, request: ApiRequest): Promise<ApiAnswer> {
  const { caller, parameters, query } = request;
  const version = numberIn(parameters["version"]);
  const documents = await versionDocuments(context.metadataStore, caller.workspace, version);
  if (!documents) return refused(unknownVersion(version));
  if (!query.has("against")) return ok({ version, documents });
  const against = numberIn(query.get("against") ?? "");
  const older = await versionDocuments(context.metadataStore, caller.workspace, against);
  if (!older) return refused(unknownVersion(against));
  const changes = compareMetadata(older, documents).map(
    ({ documentId: _document, elementId: _element, property: _property, ...shown }) => shown,
  );
  return ok({ version, against, changes });
}

function planning(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/metadata/versions/{version}:plan",
    access: admins,
    describe: {
      summary: { "zh-CN": "恢复到旧版本会带来的变化", en: "What going back to a version would do" },
      tag,
      body: emptyBody,
      answer: publishPlan,
    },
    async handle({ caller, parameters, body }) {
      const shape = readShape(body, {});
      if (!shape.ok) return refused(...shape.problems);
      const planned = await planRollBack(context, caller.workspace, numberIn(parameters["version"]));
      return planned.ok ? ok(planned.value.plan) : refused(...planned.problems);
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
      body: {
        type: "object",
        properties: { version: { type: "integer" }, plan: { type: "string" } },
        required: ["version"],
        additionalProperties: false,
      },
      answer: publication,
    },
    async handle({ caller, body }) {
      const given = wanted(body);
      if (!given.ok) return refused(...given.problems);
      const { workspace, user } = caller;
      const result = await rollBack(context, { workspace, userId: user.id, ...given.value });
      return result.ok ? ok(result.value) : refused(...result.problems);
    },
  };
}

function wanted(body: unknown): Result<{ readonly version: number; readonly plan: string | null }> {
  const shape = readShape(body, { required: ["version"], optional: ["plan"] });
  if (!shape.ok) return shape;
  const { version, plan = null } = shape.value;
  if (typeof version !== "number" || !Number.isInteger(version))
    return failure(wrongKind("/version", { "zh-CN": "整数", en: "an integer" }));
  if (plan !== null && typeof plan !== "string")
    return failure(wrongKind("/plan", { "zh-CN": "文本", en: "text" }));
  return success({ version, plan });
}

/** A version number in an address; what is none names no version. */
function numberIn(text: string | undefined): number {
  return /^\d{1,9}$/.test(text ?? "") ? Number(text) : 0;
}
