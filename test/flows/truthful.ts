import { Ajv2020 } from "ajv/dist/2020.js";
import type { ValidateFunction } from "ajv/dist/2020.js";
import type { JsonSchema } from "#engine";
import { fullPath, isPublic, type Route } from "#functions/http/route.ts";
import { bounded } from "#functions/http/openapi-bounds.ts";
import { problemSchema } from "#functions/http/schemas.ts";
import { problemStatuses } from "#functions/http/openapi-operation.ts";

/** What a client saw. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Compares an answer with what its route says of itself in the OpenAPI document; throws when that is not true. */
export type Truthfulness = (method: string, path: string, answer: Answer) => void;

/** For the routes as they are added to the product. */
export function truthfulness(routes: readonly Route[]): Truthfulness {
  const known = routes.map((route) => ({ route, pattern: patternOf(fullPath(route)) }));
  const judge: Judge = {
    ajv: new Ajv2020({ strict: false, validateFormats: false, allErrors: true }),
    compiled: new Map(),
  };
  return (method, path, answer) => {
    const fits = known.filter(({ route, pattern }) => route.method === method && pattern.test(path));
    const route = (fits.find((one) => !one.route.path.includes("{")) ?? fits[0])?.route;
    if (!route || isPublic(route)) return;
    if (answer.status >= 400) problemAnswer(judge, route, answer);
    else if (isLines(route, answer)) goodLines(judge, route, answer);
    else goodAnswer(judge, route, answer);
  };
}

interface Judge {
  readonly ajv: Ajv2020;
  readonly compiled: Map<JsonSchema, ValidateFunction>;
}

function validator({ ajv, compiled }: Judge, schema: JsonSchema): ValidateFunction {
  const validate = compiled.get(schema) ?? ajv.compile(bounded(schema));
  compiled.set(schema, validate);
  return validate;
}

function goodAnswer(judge: Judge, route: Route, answer: Answer): void {
  const { answer: schema, status = 200, other = {} } = route.describe;
  const isDeclared = answer.status === status || Object.hasOwn(other, answer.status);
  if (!isDeclared) throw untruth(route, `status ${answer.status} is not declared`);
  const declared = answer.status === status ? schema : other[answer.status];
  if (declared === undefined || Object.keys(declared).length === 0) return noJson(route, answer);
  const validate = validator(judge, declared);
  if (!validate(JSON.parse(answer.text)))
    throw untruth(route, `${judge.ajv.errorsText(validate.errors)}\n${answer.text.slice(0, 2000)}`);
}

function isLines({ describe }: Route, { headers }: Answer): boolean {
  return describe.lines !== undefined && headers["content-type"] === "application/x-ndjson";
}

function goodLines(judge: Judge, route: Route, { text }: Answer): void {
  const validate = validator(judge, route.describe.lines ?? {});
  for (const line of text.trimEnd().split("\n"))
    if (!validate(JSON.parse(line)))
      throw untruth(route, `${judge.ajv.errorsText(validate.errors)}\n${line.slice(0, 2000)}`);
}

function problemAnswer(judge: Judge, route: Route, answer: Answer): void {
  if (answer.status === 500 || !problemStatuses(route).includes(answer.status))
    throw untruth(route, `status ${answer.status} ${answer.text}`);
  if (!validator(judge, problemSchema)(JSON.parse(answer.text)))
    throw untruth(route, `no problem document: ${answer.text.slice(0, 500)}`);
}

function noJson(route: Route, { text, headers }: Answer): void {
  if (text !== "" && /json/.test(headers["content-type"] ?? ""))
    throw untruth(route, `an undeclared body: ${text.slice(0, 300)}`);
}

function untruth(route: Route, what: string): Error {
  return new Error(`the OpenAPI document is not true of ${route.method} ${route.path}: ${what}`);
}

function patternOf(path: string): RegExp {
  const source = path.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{\w+\}/g, "[^/:]+");
  return new RegExp(`^${source}$`);
}
