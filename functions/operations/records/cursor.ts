import { failure, success, type Problem, type Result } from "#engine";
import type { Signer } from "../../ports/signer.ts";

/** A cursor older than this is refused; milliseconds (reliability.md Q08). */
export const CURSOR_MAX_AGE_MS = 24 * 60 * 60 * 1000;

/** What a cursor is bound to: it opens only for the same workspace, person and question. */
export interface CursorBinding {
  readonly workspace: string;
  readonly userId: string;
  /** The whole question as text: object, filter, order, columns, scope. */
  readonly question: string;
}

/**
 * Seals a position so that it can be neither read nor changed: deterministic authenticated encryption (the SIV
 * construction, RFC 5297, with HMAC as both functions). A position holds index keys, perhaps of records out of reach.
 */
export function sealCursor(
  signer: Signer,
  binding: CursorBinding,
  content: { readonly position: unknown; readonly now: Date },
): string {
  const plain = Buffer.from(JSON.stringify([content.now.getTime(), content.position]), "utf8");
  const tag = signer.sign("cursor", authenticated(binding, plain));
  return `${tag}.${masked(signer, tag, plain).toString("base64url")}`;
}

/** The position of a cursor made by `sealCursor` under the same binding; `bad_cursor` otherwise. */
export function openCursor(
  signer: Signer,
  binding: CursorBinding,
  given: { readonly cursor: string; readonly now: Date },
): Result<unknown> {
  const match = /^([A-Za-z0-9_-]{8,64})\.([A-Za-z0-9_-]{1,20000})$/.exec(given.cursor);
  const [, tag, sealed] = match ?? [];
  if (tag === undefined || sealed === undefined) return failure(badCursor);
  const plain = masked(signer, tag, Buffer.from(sealed, "base64url"));
  if (!signer.verify("cursor", authenticated(binding, plain), tag)) return failure(badCursor);
  const [at, position] = JSON.parse(plain.toString("utf8")) as [number, unknown];
  const age = given.now.getTime() - at;
  return age > CURSOR_MAX_AGE_MS ? failure(badCursor) : success(position);
}

export const badCursor: Problem = {
  kind: "malformed",
  code: "bad_cursor",
  pointer: "/cursor",
  message: {
    "zh-CN": "翻页标记无效或已过期，请从第一页重新开始。",
    en: "The cursor is not valid or has expired; start again from the first page.",
  },
};

function authenticated(binding: CursorBinding, plain: Buffer): string {
  const { workspace, userId, question } = binding;
  return JSON.stringify([workspace, userId, question, plain.toString("base64url")]);
}

/** XOR with a key stream made from the tag; its own inverse. */
function masked(signer: Signer, tag: string, bytes: Buffer): Buffer {
  const out = Buffer.from(bytes);
  let block = Buffer.alloc(0);
  for (let at = 0; at < out.length; at++) {
    const offset = at % 16;
    if (offset === 0) block = Buffer.from(signer.sign("cursor-stream", `${tag}.${at / 16}`), "base64url");
    out[at] = (out[at] ?? 0) ^ (block[offset] ?? 0);
  }
  return out;
}
