import { objectAccess, recordSchema, type JsonSchema, type Locale, type ObjectModel } from "#engine";
import type { Caller } from "../operations/access/caller.ts";
import { mayUse } from "./dispatch.ts";
import { bounded } from "./openapi-bounds.ts";
import { operation, schemaName, type ConcretePath } from "./openapi-operation.ts";
import { API_PREFIX, fullPath, isPublic, type MemberRoute, type Route } from "./route.ts";
import { problemSchema } from "./schemas.ts";

type Json = { readonly [key: string]: unknown };

/** OpenAPI 3.1 of the routes and objects that this caller may use, in one language. */
export function openApiDocument(caller: Caller, routes: readonly Route[], locale: Locale): Json {
  const readable = [...caller.model.objects.values()].filter(
    (one) => objectAccess(caller.access, one.apiName).read,
  );
  const usable = routes.flatMap((route) => (!isPublic(route) && mayUse(route, caller) ? [route] : []));
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of usable) {
    for (const one of concrete(caller, route, readable)) {
      (paths[one.path] ??= {})[route.method.toLowerCase()] = operation(route, one, locale);
    }
  }
  return {
    openapi: "3.1.0",
    info: {
      title: caller.model.workspace.name,
      version: String(caller.model.version),
      description: texts.document[locale],
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: API_PREFIX, description: texts.server[locale], "x-internal": false }],
    tags: [
      ...[...new Set(usable.map((route) => route.describe.tag))].map((name) => tagOf(name, locale)),
      ...readable.map((one) => ({ name: one.apiName, description: one.definition.pluralLabel[locale] })),
    ],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { ...bearer, description: texts.bearer[locale] } },
      schemas: {
        Problem: bounded(problemSchema),
        ...Object.fromEntries(readable.map((one) => [schemaName(one), valuesSchema(caller, one, locale)])),
      },
    },
  };
}

const bearer = { type: "http", scheme: "bearer", bearerFormat: "JWT" };

/** A path under `/objects/{object}` stands once per object, because each object's records have their own schema. */
function concrete(
  caller: Caller,
  route: MemberRoute,
  objects: readonly ObjectModel[],
): readonly ConcretePath[] {
  const path = fullPath(route).slice(API_PREFIX.length);
  if (!path.includes("{object}")) return [{ path, object: null }];
  return objects
    .filter((one) => isGranted(caller, route, one))
    .map((object) => ({ path: path.replace("{object}", object.apiName), object }));
}

/** Whether the object's permissions allow the verb that the route stands for; reading is given. */
function isGranted(caller: Caller, route: MemberRoute, object: ObjectModel): boolean {
  const granted = objectAccess(caller.access, object.apiName);
  if (route.method === "PATCH") return granted.update;
  if (route.method === "DELETE" || route.path.endsWith(":restore")) return granted.delete;
  if (route.method === "POST" && route.path.endsWith("/records")) return granted.create;
  return true;
}

function valuesSchema(caller: Caller, object: ObjectModel, locale: Locale): JsonSchema {
  const { model, access } = caller;
  const { schema } = recordSchema({ model, object, access: objectAccess(access, object.apiName) });
  return { ...bounded(schema), title: object.definition.label[locale] };
}

function tagOf(name: string, locale: Locale): Json {
  return { name, description: tagTexts[name]?.[locale] ?? name };
}

const tagTexts: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  access: { "zh-CN": "当前用户与成员", en: "The caller and the people of the workspace" },
  records: { "zh-CN": "跨对象的记录操作", en: "Records across objects" },
  metadata: {
    "zh-CN": "元数据：草稿、计划、发布、版本",
    en: "Metadata: working copy, plan, publish, versions",
  },
  imports: { "zh-CN": "表格导入", en: "Imports of sheets" },
  jobs: { "zh-CN": "后台任务", en: "Background jobs" },
  automation: { "zh-CN": "流程与旅程的运行", en: "Runs of workflows and journeys" },
  files: { "zh-CN": "文件", en: "Files" },
  views: { "zh-CN": "个人视图", en: "Views of one's own" },
  notifications: { "zh-CN": "通知", en: "Notifications" },
  platform: { "zh-CN": "平台：密钥、上限、接口描述", en: "Platform: keys, limits, this description" },
};

const texts = {
  document: {
    "zh-CN":
      "由工作区自己的元数据生成；只含调用者可以使用的对象、字段和操作。错误为 application/problem+json。",
    en: "Made from the workspace's own metadata; holds only the objects, fields and operations that the caller may use. Errors are application/problem+json.",
  },
  server: {
    "zh-CN": "提供本文档的服务器（local、staging 或 production）",
    en: "The server this document came from, be it local, staging or production",
  },
  bearer: {
    "zh-CN":
      "身份提供方签发的 JWT，按 RFC8725 校验：算法固定，核对签发者、受众和有效期；也可用 API 密钥的令牌。",
    en: "A JWT of the identity provider, checked as RFC8725 asks: fixed algorithm, issuer, audience and expiry; or the token of an API key.",
  },
};
