import { Spectral, type RulesetDefinition } from "@stoplight/spectral-core";
import { oas } from "@stoplight/spectral-rulesets";
import owasp from "@stoplight/spectral-owasp-ruleset";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonSchema } from "#engine";
import { workspaceTemplates } from "#engine/templates/index.ts";
import { bounded } from "#functions/http/openapi-bounds.ts";
import { isPublic, type Route } from "#functions/http/route.ts";
import { installTemplates } from "#functions/operations/metadata/install-template.ts";
import { startApi, type ApiUnderTest, type Client } from "./api-under-test.ts";
import { truthfulness } from "./truthful.ts";

/** Rules that cannot be satisfied without saying what is not so, each with why. */
const untrueHere = {
  // The gateway throttles and tells nobody what is left; an answer of 429 has Retry-After, which a rule of its own checks.
  "owasp:api4:2023-rate-limit": "off",
  // Names, notes and other free text have no pattern; each has a length.
  "owasp:api4:2023-string-restricted": "off",
  // The studio is served from the same origin; the interface grants other origins nothing, so it sends no such header.
  "owasp:api8:2023-define-cors-origin": "off",
  // Whom to ask is the operator's affair; the product knows no address that is true everywhere it runs.
  "info-contact": "off",
} as const;

/** Errors and warnings of the rules about a document, each once. */
async function complaints(document: object): Promise<readonly string[]> {
  const spectral = new Spectral();
  spectral.setRuleset({
    extends: [
      [oas as RulesetDefinition, "recommended"],
      [owasp as RulesetDefinition, "recommended"],
    ],
    rules: untrueHere,
  });
  const found = (await spectral.run(document as Record<string, unknown>)).filter(
    ({ severity }) => severity <= 1,
  );
  return [
    ...new Set(found.map(({ code, message, path }) => `${code}: ${message} ${path.slice(0, 9).join("/")}`)),
  ];
}

let api: ApiUnderTest;

beforeAll(async () => {
  api = await startApi();
}, 120_000);
afterAll(() => api.stop());

interface OpenApi {
  readonly paths: Readonly<Record<string, object>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

async function documentOf(person: string): Promise<OpenApi> {
  const answer = await api.as(person).get("/openapi.json");
  expect(answer.status).toBe(200);
  return answer.body as unknown as OpenApi;
}

describe("the OpenAPI document", () => {
  it.each(["admin@acme", "north1@acme", "nobody@acme"])(
    "of %s has no error and no warning of the oas and OWASP rules",
    async (person) => {
      expect((await complaints(await documentOf(person))).slice(0, 30)).toEqual([]);
    },
    120_000,
  );

  it("is judged by rules that can fail", async () => {
    const document = { openapi: "3.1.0", info: { title: "t", version: "1" }, paths: {} };
    const open = { components: { schemas: { name: { type: "string" } } } };
    const told = (await complaints({ ...document, ...open })).join();
    expect(told).toContain("info-description");
    expect(told).toContain("owasp:api4:2023-string-limit");
  });

  it("names every route, and no answer that says nothing", () => {
    const untyped = api.routes
      .filter((route) => !isPublic(route))
      .flatMap((route) =>
        answersOf(route)
          .filter(saysNothing)
          .map(() => `${route.method} ${route.path}`),
      );
    expect(untyped).toEqual([]);
  });

  it("has a rule against untyped answers that can fail", () => {
    for (const schema of [{ type: "object" }, {}, { anyOf: [{ type: "object" }] }, { type: "array" }])
      expect(saysNothing(schema)).toBe(true);
    expect(saysNothing({ type: "object", properties: { id: { type: "string" } } })).toBe(false);
  });

  it("is compared with answers by something that can fail", () => {
    const route = api.routes.find((one) => one.path === "/limits") as Route;
    const isTrue = truthfulness([route]);
    const seen = (status: number, body: unknown) => () =>
      isTrue("GET", "/api/v1/limits", { status, headers: {}, text: JSON.stringify(body) });
    expect(seen(200, { items: [] })).not.toThrow();
    expect(seen(200, { items: [], more: 1 })).toThrow(/not true of GET \/limits/);
    expect(seen(200, { items: [{}] })).toThrow(/not true/);
    expect(seen(202, { items: [] })).toThrow(/202 is not declared/);
    expect(seen(500, {})).toThrow(/status 500/);
    expect(seen(404, { no: "problem" })).toThrow(/no problem document/);
  });

  it("fills in bounds that are open, and leaves those that are set", () => {
    const schema = {
      type: "object",
      properties: { name: { type: ["string", "null"] }, count: { type: "integer", minimum: 0 } },
    };
    expect(bounded(schema)).toEqual({
      type: "object",
      properties: {
        name: { type: ["string", "null"], maxLength: 1_048_576 },
        count: { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER, format: "int64" },
      },
    });
  });

  it("has of every template's objects a schema that is true of their records", async () => {
    const templates = Object.values(workspaceTemplates);
    const installed = await installTemplates(api.context, {
      workspace: "globex",
      userId: "admin",
      templates: templates.filter((one) => one.name !== "sales"),
    });
    expect(installed.ok ? [] : installed.problems).toEqual([]);
    api.context.models.invalidate("globex");
    const { schemas } = (await documentOf("boss@globex")).components;
    const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
    const judged = new Map<string, string>();
    for (const [name, schema] of Object.entries(schemas)) {
      const object = name.replace(/_values$/, "");
      if (object === name) continue;
      const values = await created(api.as("boss@globex"), object, schema);
      const isTrue = ajv.validate(schema, values);
      judged.set(object, isTrue ? "true" : `${ajv.errorsText(ajv.errors)} ${JSON.stringify(values)}`);
    }
    expect(judged.size).toBeGreaterThan(10);
    expect([...judged].filter(([, one]) => one !== "true")).toEqual([]);
  }, 180_000);
});

interface Property extends JsonSchema {
  readonly "x-field-type": string;
  readonly "x-choices"?: readonly { readonly value: string }[];
}

/** A value for fields of most types; what a field's own bounds refuse is left out. */
const valueFor: Readonly<Record<string, (property: Property) => unknown>> = {
  text: () => `文 ${++made}`,
  longText: () => "两行\n文字",
  richText: () => "<p>文</p>",
  number: () => 3,
  percent: () => 20,
  rating: () => 2,
  currency: () => ({ amount: "12.50", currency: "CNY" }),
  checkbox: () => true,
  select: (property) => property["x-choices"]?.[0]?.value,
  multiSelect: (property) => property["x-choices"]?.slice(0, 2).map((one) => one.value),
  date: () => "2026-11-24",
  dateTime: () => "2026-11-24T08:00:00Z",
  time: () => "08:30",
  duration: () => 3600,
  email: () => `p${++made}@example.test`,
  phone: () => "+8613800138000",
  url: () => "https://example.test/",
  tags: () => ["一", "二"],
  color: () => "#112233",
};
let made = 0;

/** The values of a new record, with a value in as many fields as take one. */
async function created(client: Client, object: string, schema: JsonSchema): Promise<unknown> {
  const properties = schema["properties"] as Readonly<Record<string, Property>>;
  let values = Object.fromEntries(
    Object.entries(properties)
      .filter(([, one]) => one["readOnly"] !== true)
      .map(([name, one]) => [name, valueFor[one["x-field-type"]]?.(one)] as const),
  );
  for (let attempt = 0; attempt < 5; attempt++) {
    const answer = await client.post(`/objects/${object}/records`, { values });
    if (answer.status === 201) return answer.body.values;
    const wrong = answer.body.errors.map((one) => String(one["pointer"]).split("/")[2] ?? "");
    for (const name of wrong) values = { ...values, [name]: await reference(client, properties[name]) };
  }
  throw new Error(`no record of ${object}: ${JSON.stringify(values)}`);
}

/** Any record that a relation may point at; undefined for fields of other types. */
async function reference(client: Client, property: Property | undefined): Promise<unknown> {
  const target = (property?.["x-settings"] as { readonly target?: string } | undefined)?.target;
  if (target === undefined) return undefined;
  const schema = (await client.get(`/objects/${target}/schema`)).body["schema"] as JsonSchema;
  await created(client, target, schema);
  return (await client.post(`/objects/${target}/query`, { limit: 1 })).body.items[0]?.id;
}

function answersOf({ describe: { answer, other = {} } }: Route): readonly JsonSchema[] {
  const bodies = Object.values(other).filter((schema) => Object.keys(schema).length > 0);
  return [...(answer === undefined ? [] : [answer]), ...bodies];
}

/** Whether a schema holds for nearly every answer: no properties, no alternatives that have some. */
function saysNothing(schema: JsonSchema): boolean {
  const alternatives = (schema["anyOf"] ?? schema["oneOf"]) as readonly JsonSchema[] | undefined;
  if (alternatives) return alternatives.some(saysNothing);
  if (schema["type"] === "array") return saysNothing((schema["items"] ?? {}) as JsonSchema);
  const isClosed = schema["properties"] !== undefined || schema["additionalProperties"] !== undefined;
  return schema["type"] === "object" ? !isClosed : schema["type"] === undefined && !("const" in schema);
}
