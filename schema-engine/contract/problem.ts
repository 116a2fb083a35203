/**
 * Errors are values. A `Problem` is one thing that is wrong with an input, at one place, said in both languages;
 * the HTTP layer turns a list of them into one RFC 9457 document. `throw` is left for bugs and outages.
 */

/** Languages of the product; every text a person reads exists in both. */
export const locales = ["zh-CN", "en"] as const;
export type Locale = (typeof locales)[number];

/** A text in both languages. */
export type LocalizedText = Readonly<Record<Locale, string>>;

/** What kind of failure a problem is; decides the HTTP status when it is the first of its list. */
export type ProblemKind =
  | "malformed" // 400 cannot be read
  | "forbidden" // 403 the caller may see it, but not do this
  | "notFound" // 404 absent, or not visible to the caller
  | "conflict" // 409 clashes with what is stored
  | "gone" // 410 a link that was valid once
  | "stale" // 412 the version named is not the current one
  | "tooLarge" // 413
  | "invalid" // 422 understood, does not satisfy schema or rule
  | "preconditionRequired" // 428
  | "rateLimited"; // 429

export interface Problem {
  readonly kind: ProblemKind;
  /** Stable snake_case word for machines, for example `required`, `too_long`, `unique_violation`. */
  readonly code: string;
  /** JSON Pointer (RFC 6901) into the request body; empty when it concerns the whole. */
  readonly pointer: string;
  /** What went wrong, the value given, what is allowed, what to do; never a stack or a provider's text. */
  readonly message: LocalizedText;
  /** Machine-readable particulars, JSON only. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Either a value or at least one problem. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function success<Value>(value: Value): Result<Value> {
  return { ok: true, value };
}

export function failure(...problems: readonly Problem[]): {
  readonly ok: false;
  readonly problems: readonly Problem[];
} {
  return { ok: false, problems };
}

/** HTTP status of each kind (RFC 9110, RFC 6585). */
export const statusOf: Readonly<Record<ProblemKind, number>> = {
  malformed: 400,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  gone: 410,
  stale: 412,
  tooLarge: 413,
  invalid: 422,
  preconditionRequired: 428,
  rateLimited: 429,
};

/** An `invalid` problem at a place; the shape nearly every check needs. */
export function invalid(pointer: string, code: string, message: LocalizedText): Problem {
  return { kind: "invalid", code, pointer, message };
}

/** The same problem under a longer pointer: `prefix` is put before the pointer it has. */
export function under(prefix: string, problem: Problem): Problem {
  return { ...problem, pointer: prefix + problem.pointer };
}
