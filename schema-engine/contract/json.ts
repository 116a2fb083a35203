/** JSON as TypeScript sees it (RFC 8259). */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A JSON Schema 2020-12 document or subschema, as plain data. */
export type JsonSchema = { readonly [keyword: string]: unknown };
