import { locales, type JsonSchema, type Locale, type ObjectModel } from "#engine";
import { bounded } from "./openapi-bounds.ts";
import type { MemberRoute, Route, RouteDescription } from "./route.ts";
import { recordAnswer } from "./schemas.ts";

type Json = { readonly [key: string]: unknown };

/** Where an operation stands in the document; `object` null: it belongs to no object. */
export interface ConcretePath {
  readonly path: string;
  readonly object: ObjectModel | null;
}

/** The OpenAPI operation of a route at a path. */
export function operation(route: MemberRoute, { path, object }: ConcretePath, locale: Locale): Json {
  const { describe } = route;
  const summary = describe.summary[locale];
  return {
    summary: object ? `${summary}: ${object.definition.label[locale]}` : summary,
    description: descriptionOf(route, locale),
    operationId: operationId(route, path),
    tags: [object?.apiName ?? describe.tag],
    parameters: [...pathParameters(path), ...queryParameters(describe), ...headerParameters(route)],
    ...(describe.body
      ? { requestBody: { required: true, content: json(withValues(describe.body, object)) } }
      : {}),
    responses: { ...goodAnswers(describe, object), ...problemAnswers(route) },
  };
}

/** Statuses of problems that a route may answer with. */
export function problemStatuses(route: Route): readonly number[] {
  const always = [400, 401, 403, 404, 405, 413, 415, 422, 429, 500, 503];
  return route.method === "GET" ? always : [...always, 409, 412, 428];
}

/** Name of the component with the schema of an object's values. */
export function schemaName(object: ObjectModel): string {
  return `${object.apiName}_values`;
}

function descriptionOf(route: MemberRoute, locale: Locale): string {
  const { access } = route;
  const said = [
    route.describe.summary[locale],
    access === "member" ? texts.member[locale] : `${texts.capability[locale]} ${access.join(", ")}`,
    ...(route.creates === true ? [texts.creates[locale]] : []),
    ...(route.ifMatch === undefined ? [] : [texts.ifMatch[locale]]),
  ];
  return said.map((one) => `${one}${locale === "en" ? "." : "。"}`).join(locale === "en" ? " " : "");
}

const texts = {
  member: {
    "zh-CN": "所有成员可用，对象、记录和字段以角色的权限为准",
    en: "For every member; permissions on objects, records and fields decide",
  },
  capability: { "zh-CN": "需要以下权限之一：", en: "Needs one of these capabilities:" },
  creates: {
    "zh-CN": "同一 Idempotency-Key 和内容在 24 小时内得到第一次的结果",
    en: "The same Idempotency-Key and body get the first answer again within 24 hours",
  },
  ifMatch: {
    "zh-CN": "If-Match 为所见版本的 ETag；* 表示明知而覆盖",
    en: "If-Match is the ETag of the version seen; * overwrites knowingly",
  },
};

function operationId(route: MemberRoute, path: string): string {
  const words = path.split(/[^A-Za-z0-9_]+/).filter((one) => one !== "");
  return [route.method.toLowerCase(), ...words].join("_");
}

function goodAnswers(describe: RouteDescription, object: ObjectModel | null): Json {
  const { answer, status = 200, other = {}, lines } = describe;
  const asLines = lines ? { "application/x-ndjson": { schema: bounded(lines) } } : {};
  const bodies = [...Object.entries(other), [String(status), answer ?? {}] as const];
  return Object.fromEntries(
    bodies.map(([code, schema]) => [
      code,
      {
        description: goodReasons[code] ?? "OK",
        ...(Object.keys(schema).length > 0
          ? { content: { ...json(withValues(schema, object)), ...(code === String(status) ? asLines : {}) } }
          : {}),
      },
    ]),
  );
}

const goodReasons: Readonly<Record<string, string>> = {
  201: "Made",
  202: "A job goes on with it",
  204: "Done",
  302: "Elsewhere, see Location",
  304: "As the caller has it already (If-None-Match)",
};

function problemAnswers(route: MemberRoute): Json {
  const content = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
  return Object.fromEntries(
    problemStatuses(route).map((code) => [
      String(code),
      {
        description: reasons[code] ?? "",
        content,
        ...(code === 429 || code === 503 ? { headers: { "Retry-After": retryAfter } } : {}),
      },
    ]),
  );
}

const retryAfter = {
  description: "Seconds to wait",
  schema: { type: "integer", minimum: 1, maximum: 86_400, format: "int32" },
};

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
  500: "A fault of the product; no input leads to it",
  503: "Overloaded; try again later",
};

function pathParameters(path: string): readonly Json[] {
  const schema = bounded({ type: "string" });
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: "path", required: true, schema }));
}

function queryParameters(describe: RouteDescription): readonly Json[] {
  return (describe.query ?? []).map(({ name, schema, required = false }) => ({
    name,
    in: "query",
    required,
    schema: bounded(schema),
  }));
}

function headerParameters({ creates = false, ifMatch }: MemberRoute): readonly Json[] {
  const parameter = (name: string, schema: JsonSchema, required = false) => ({
    ...{ name, in: "header", required, schema },
  });
  const text = (maxLength: number) => ({ type: "string", maxLength });
  return [
    parameter("Accept-Language", { enum: locales }),
    ...(creates ? [parameter("Idempotency-Key", text(255))] : []),
    ...(ifMatch === undefined ? [] : [parameter("If-Match", text(100), ifMatch === "required")]),
  ];
}

function json(schema: JsonSchema): Json {
  return { "application/json": { schema: bounded(schema) } };
}

/** The shape with the object's own schema in place of `values`, also inside a list of records. */
function withValues(schema: JsonSchema, object: ObjectModel | null): JsonSchema {
  const properties = schema["properties"] as Readonly<Record<string, JsonSchema>> | undefined;
  if (!object || !properties) return schema;
  const items = properties["items"];
  return {
    ...schema,
    properties: {
      ...properties,
      ...(properties["values"] ? { values: { $ref: `#/components/schemas/${schemaName(object)}` } } : {}),
      ...(items?.["items"] === recordAnswer
        ? { items: { ...items, items: withValues(recordAnswer, object) } }
        : {}),
    },
  };
}
