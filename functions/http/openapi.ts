import { locales, objectAccess, recordSchema, type JsonSchema, type Locale, type ObjectModel } from "#engine";
import type { Caller } from "../operations/access/caller.ts";
import { mayUse } from "./dispatch.ts";
import {
  API_PREFIX,
  fullPath,
  isPublic,
  type MemberRoute,
  type Route,
  type RouteDescription,
} from "./route.ts";
import { problemSchema, recordAnswer } from "./schemas.ts";

type Json = { readonly [key: string]: unknown };

/** OpenAPI 3.1 of the routes and objects that this caller may use, in one language. */
export function openApiDocument(caller: Caller, routes: readonly Route[], locale: Locale): Json {
  const readable = [...caller.model.objects.values()].filter(
    (one) => objectAccess(caller.access, one.apiName).read,
  );
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    if (isPublic(route) || !mayUse(route, caller)) continue;
    for (const one of concrete(caller, route, readable)) {
      (paths[one.path] ??= {})[route.method.toLowerCase()] = operation(route, one, locale);
    }
  }
  return {
    openapi: "3.1.0",
    info: {
      title: caller.model.workspace.name,
      version: String(caller.model.version),
      description: texts.description[locale],
    },
    servers: [{ url: API_PREFIX }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
      schemas: {
        Problem: problemSchema,
        ...Object.fromEntries(readable.map((one) => [schemaName(one), valuesSchema(caller, one, locale)])),
      },
    },
  };
}

interface ConcretePath {
  readonly path: string;
  readonly object: ObjectModel | null;
}

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

function operation(route: MemberRoute, { path, object }: ConcretePath, locale: Locale): Json {
  const { describe } = route;
  return {
    summary: object
      ? `${describe.summary[locale]}: ${object.definition.label[locale]}`
      : describe.summary[locale],
    operationId: operationId(route, path),
    tags: [object?.apiName ?? describe.tag],
    parameters: [...pathParameters(path), ...queryParameters(describe), ...headerParameters(route)],
    ...(describe.body
      ? { requestBody: { required: true, content: json(withValues(describe.body, object)) } }
      : {}),
    responses: { ...goodAnswer(describe, object), ...problemAnswers(route) },
  };
}

function operationId(route: MemberRoute, path: string): string {
  const words = path.split(/[^A-Za-z0-9_]+/).filter((one) => one !== "");
  return [route.method.toLowerCase(), ...words].join("_");
}

function goodAnswer(
  { answer, status = 200, other = {} }: RouteDescription,
  object: ObjectModel | null,
): Json {
  const description = status === 204 ? "Done" : "OK";
  return {
    [String(status)]: { description, ...(answer ? { content: json(withValues(answer, object)) } : {}) },
    ...Object.fromEntries(
      Object.entries(other).map(([code, schema]) => [code, { description: "OK", content: json(schema) }]),
    ),
  };
}

/** Statuses of problems that a route may answer with. */
export function problemStatuses(route: Route): readonly number[] {
  const always = [400, 401, 403, 404, 405, 413, 415, 422, 429, 503];
  return route.method === "GET" ? always : [...always, 409, 412, 428];
}

function problemAnswers(route: MemberRoute): Json {
  const codes = problemStatuses(route);
  const content = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
  return Object.fromEntries(
    codes.map((code) => [String(code), { description: reasons[code] ?? "", content }]),
  );
}

const reasons: Readonly<Record<number, string>> = {
  400: "Malformed",
  401: "No valid token",
  403: "Not allowed",
  404: "Absent, or not visible to the caller",
  405: "No such method here",
  409: "Conflict",
  412: "Changed in the meantime",
  413: "Too large",
  415: "Not JSON",
  422: "Does not satisfy schema or rule",
  428: "If-Match is missing",
  429: "Too many requests",
  503: "Overloaded; try again later",
};

function pathParameters(path: string): readonly Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParameters(describe: RouteDescription): readonly Json[] {
  return (describe.query ?? []).map(({ name, schema, required = false }) => ({
    name,
    in: "query",
    required,
    schema,
  }));
}

function headerParameters(route: MemberRoute): readonly Json[] {
  const text = { type: "string" };
  const language = { name: "Accept-Language", in: "header", required: false, schema: { enum: locales } };
  const key = { name: "Idempotency-Key", in: "header", required: false, schema: { ...text, maxLength: 255 } };
  const match = { name: "If-Match", in: "header", required: true, schema: text };
  const isConditional = route.path.endsWith("/records/{id}") && route.method !== "GET";
  return [language, ...(route.creates === true ? [key] : []), ...(isConditional ? [match] : [])];
}

function json(schema: JsonSchema): Json {
  return { "application/json": { schema } };
}

/** The shape with the object's own schema in place of `values`, also inside a list of records. */
function withValues(schema: JsonSchema, object: ObjectModel | null): JsonSchema {
  if (!object) return schema;
  const properties = schema["properties"] as Readonly<Record<string, JsonSchema>> | undefined;
  if (!properties) return schema;
  const reference = { $ref: `#/components/schemas/${schemaName(object)}` };
  const items = properties["items"];
  return {
    ...schema,
    properties: {
      ...properties,
      ...(properties["values"] ? { values: reference } : {}),
      ...(items?.["items"] === recordAnswer
        ? { items: { ...items, items: withValues(recordAnswer, object) } }
        : {}),
    },
  };
}

function schemaName(object: ObjectModel): string {
  return `${object.apiName}_values`;
}

function valuesSchema(caller: Caller, object: ObjectModel, locale: Locale): JsonSchema {
  const { model, access } = caller;
  const { schema } = recordSchema({ model, object, access: objectAccess(access, object.apiName) });
  return { ...schema, title: object.definition.label[locale] };
}

const texts = {
  description: {
    "zh-CN":
      "由工作区自己的元数据生成；只含调用者可以使用的对象、字段和操作。错误为 application/problem+json。",
    en: "Made from the workspace's own metadata; holds only the objects, fields and operations that the caller may use. Errors are application/problem+json.",
  },
};
