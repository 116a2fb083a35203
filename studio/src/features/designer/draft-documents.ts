import type { Json, JsonObject } from "#engine";

/** A published document as `GET /metadata` gives it. */
export interface PublishedDocument {
  readonly kind: string;
  readonly id: string;
  readonly apiName: string;
  readonly body: unknown;
}

/** A working copy as `GET /metadata/draft` gives it; `body` null: will be deleted by the next publish. */
export interface DraftEntry {
  readonly kind: string;
  readonly apiName: string;
  readonly body: unknown;
  readonly revision: number;
  readonly updatedAt?: string;
  readonly updatedBy?: string;
}

/** `same`: as published; `new`: never published; `changed`: differs from what is published; `deleted`: goes with the next publish. */
export type DocumentState = "same" | "new" | "changed" | "deleted";

/** One document as the designer works on it. */
export interface DesignDocument {
  readonly kind: string;
  readonly apiName: string;
  /** The working copy, or the published body when there is none. */
  readonly body: JsonObject;
  readonly published: JsonObject | null;
  readonly state: DocumentState;
  /** Revision of the working copy; 0: there is none. */
  readonly revision: number;
}

/** Documents of one kind, the working copy laid over what is published, in the order of their names. */
export function designDocuments(
  kind: string,
  published: readonly PublishedDocument[],
  drafts: readonly DraftEntry[],
): readonly DesignDocument[] {
  const known = published.filter((one) => one.kind === kind);
  const copies = drafts.filter((one) => one.kind === kind);
  const overlaid = known.map((one) => overlay(one, copyOf(one, copies)));
  const added = copies
    .filter((copy) => copy.body !== null && !known.some((one) => copyOf(one, copies) === copy))
    .map((copy): DesignDocument => ({
      kind,
      apiName: copy.apiName,
      body: copy.body as JsonObject,
      published: null,
      state: "new",
      revision: copy.revision,
    }));
  return [...overlaid, ...added].sort((a, b) => (a.apiName < b.apiName ? -1 : 1));
}

function copyOf(one: PublishedDocument, copies: readonly DraftEntry[]): DraftEntry | undefined {
  return (
    copies.find((copy) => (copy.body as JsonObject | null)?.["id"] === one.id) ??
    copies.find((copy) => copy.apiName === one.apiName)
  );
}

function overlay(one: PublishedDocument, copy: DraftEntry | undefined): DesignDocument {
  const published = one.body as JsonObject;
  const base = { kind: one.kind, published, revision: copy?.revision ?? 0 };
  if (!copy) return { ...base, apiName: one.apiName, body: published, state: "same" };
  if (copy.body === null) return { ...base, apiName: one.apiName, body: published, state: "deleted" };
  const body = copy.body as JsonObject;
  return { ...base, apiName: copy.apiName, body, state: sameJson(body, published) ? "same" : "changed" };
}

/** Whether two JSON values say the same, whatever the order of their keys. */
export function sameJson(left: unknown, right: unknown): boolean {
  return JSON.stringify(ordered(left as Json)) === JSON.stringify(ordered(right as Json));
}

function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map((one: Json) => ordered(one));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value as JsonObject).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, ordered(one)]));
}
