import { failure, success, type Result } from "#engine";
import { createApiKey, listApiKeys } from "../../operations/access/api-keys.ts";
import type { AdminContext } from "../context.ts";
import { notFound } from "../problems.ts";
import { readShape, wrongKind } from "../read-shape.ts";
import { noContent, ok, refused, type MemberRoute, type RouteTable } from "../route.ts";
import { closed, instant, nullable, text } from "../schemas.ts";

const admins = ["metadata.manage"] as const;
const tag = "platform";
const listed = {
  id: text,
  name: text,
  roles: { type: "array", items: text },
  createdAt: instant,
  createdBy: text,
  expiresAt: nullable(instant),
};
const required = Object.keys(listed);

/** Keys by which programs use the API. */
export function addApiKeyRoutes(table: RouteTable, context: AdminContext): void {
  for (const route of [list(context), create(context), revoke(context)]) table.add(route);
}

function list(context: AdminContext): MemberRoute {
  return {
    method: "GET",
    path: "/api-keys",
    access: admins,
    describe: {
      summary: { "zh-CN": "API 密钥", en: "API keys" },
      tag,
      answer: closed({ items: { type: "array", items: closed(listed, required) } }, ["items"]),
    },
    handle: async ({ caller }) => ok({ items: await listApiKeys(context, caller) }),
  };
}

function create(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/api-keys",
    access: admins,
    describe: {
      summary: { "zh-CN": "新建密钥；令牌只显示这一次", en: "Make a key; its token is shown this once" },
      tag,
      body: closed({ name: text, roles: { type: "array", items: text }, expiresAt: nullable(instant) }, [
        "name",
        "roles",
      ]),
      answer: closed({ ...listed, token: text }, [...required, "token"]),
      status: 201,
    },
    async handle({ caller, body }) {
      const given = readKey(body);
      if (!given.ok) return refused(...given.problems);
      const created = await createApiKey(context, caller, given.value);
      return created.ok ? { status: 201, body: created.value } : refused(...created.problems);
    },
  };
}

function revoke(context: AdminContext): MemberRoute {
  return {
    method: "DELETE",
    path: "/api-keys/{id}",
    access: admins,
    describe: { summary: { "zh-CN": "吊销密钥", en: "Revoke a key" }, tag, status: 204 },
    async handle({ caller, parameters }) {
      const removed = await context.apiKeyStore.remove(caller.workspace, parameters["id"] ?? "");
      context.callers.invalidate(caller.workspace);
      return removed ? noContent : refused(notFound);
    },
  };
}

interface GivenKey {
  readonly name: string;
  readonly roles: readonly string[];
  readonly expiresAt: string | null;
}

function readKey(body: unknown): Result<GivenKey> {
  const shape = readShape(body, { required: ["name", "roles"], optional: ["expiresAt"] });
  if (!shape.ok) return shape;
  const { name, roles, expiresAt = null } = shape.value;
  if (typeof name !== "string") return failure(wrongKind("/name", { "zh-CN": "文本", en: "text" }));
  if (!isTextList(roles))
    return failure(wrongKind("/roles", { "zh-CN": "角色的列表", en: "a list of roles" }));
  if (expiresAt !== null && !isInstant(expiresAt))
    return failure(wrongKind("/expiresAt", { "zh-CN": "RFC 3339 时间", en: "an RFC 3339 instant" }));
  return success({ name, roles, expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString() });
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= 20 && value.every((one) => typeof one === "string");
}

function isInstant(value: unknown): value is string {
  return (
    typeof value === "string" &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}
