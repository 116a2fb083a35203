import type { JsonSchema } from "./json.ts";

/**
 * JSON Schema 2020-12 builders whose result also carries the TypeScript type it describes, so that a metadata kind is
 * written once. A library (typebox) does the same with 47 kB in every bundle; see ADR 0005.
 */
declare const shapeOf: unique symbol;
export type Schema<Shape> = JsonSchema & { readonly [shapeOf]?: Shape };
/** The TypeScript type a schema describes. */
export type Static<S> = S extends Schema<infer Shape> ? Shape : never;

declare const optionalMark: unique symbol;
type OptionalSchema<Shape> = Schema<Shape> & { readonly [optionalMark]: true };
const optionalSchemas = new WeakSet<object>();

/** API names of objects, fields and documents: lower-case ASCII letters, digits and `_`, 1–63 characters, a letter first. */
export const API_NAME_PATTERN = "^[a-z][a-z0-9_]{0,62}$";

export function text(keywords: JsonSchema = {}): Schema<string> {
  return { type: "string", ...keywords };
}
export function bool(keywords: JsonSchema = {}): Schema<boolean> {
  return { type: "boolean", ...keywords };
}
export function integer(keywords: JsonSchema = {}): Schema<number> {
  return { type: "integer", ...keywords };
}
export function numeric(keywords: JsonSchema = {}): Schema<number> {
  return { type: "number", ...keywords };
}
export function oneOf<const Values extends readonly string[]>(
  values: Values,
  keywords: JsonSchema = {},
): Schema<Values[number]> {
  return { type: "string", enum: values, ...keywords };
}
export function listOf<Item>(items: Schema<Item>, keywords: JsonSchema = {}): Schema<readonly Item[]> {
  return { type: "array", items, ...keywords };
}
/** An object whose keys the author chooses; all values have one shape. */
export function dictionaryOf<Value>(
  values: Schema<Value>,
  keywords: JsonSchema = {},
): Schema<Readonly<Record<string, Value>>> {
  return { type: "object", additionalProperties: values, ...keywords };
}
/** Any JSON; checked elsewhere. */
export function anyJson<Shape = unknown>(keywords: JsonSchema = {}): Schema<Shape> {
  return { ...keywords };
}
export function optional<Shape>(schema: Schema<Shape>): OptionalSchema<Shape> {
  const copy = { ...schema };
  optionalSchemas.add(copy);
  return copy as OptionalSchema<Shape>;
}

type Properties = Readonly<Record<string, Schema<unknown>>>;
type OptionalKeys<P extends Properties> = {
  [K in keyof P]: P[K] extends { readonly [optionalMark]: true } ? K : never;
}[keyof P];
type ShapeOf<P extends Properties> = {
  readonly [K in Exclude<keyof P, OptionalKeys<P>>]: Static<P[K]>;
} & { readonly [K in OptionalKeys<P>]?: Static<P[K]> };

/** An object with exactly these properties; unknown ones are refused. */
export function objectOf<P extends Properties>(properties: P, keywords: JsonSchema = {}): Schema<ShapeOf<P>> {
  const required = Object.keys(properties).filter((key) => !optionalSchemas.has(properties[key] as object));
  return { type: "object", properties, required, additionalProperties: false, ...keywords };
}

export const apiName = (): Schema<string> => text({ pattern: API_NAME_PATTERN });
/** An immutable element id, given by the server. */
export const elementId = (): Schema<string> => text({ pattern: "^[a-z0-9]{1,12}$" });
export const localizedText = (maxLength = 200): Schema<{ readonly "zh-CN": string; readonly en: string }> =>
  objectOf({ "zh-CN": text({ minLength: 1, maxLength }), en: text({ minLength: 1, maxLength }) });
/** CEL source (cel.dev), typed against metadata at publish. */
export const expression = (): Schema<string> => text({ minLength: 1, maxLength: 4000 });
