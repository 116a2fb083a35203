import { failure, success, type Result } from "#engine";
import { badPrecondition, preconditionRequired } from "./problems.ts";

/** Version that must be the stored one; null: `*`, any. */
export function expectedVersion(header: string | undefined): Result<number | null> {
  if (header === undefined || header.trim() === "") return failure(preconditionRequired);
  const text = header.trim();
  if (text === "*") return success(null);
  if (/^W\/"[^"]{0,100}"$/.test(text)) return success(NEVER);
  const match = /^"(\d{1,15})"$/.exec(text);
  return match ? success(Number(match[1])) : failure(badPrecondition);
}

/** A version that nothing has: a weak ETag matches no stored one (RFC 9110 §13.1.1), the answer is 412. */
const NEVER = -1;

/** The ETag of a version. */
export function etag(version: number): string {
  return `"${version}"`;
}

/** Whether `If-None-Match` names the ETag (weak comparison, RFC 9110 §13.1.2). */
export function matchesNone(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.split(",").some((one) => {
    const given = one.trim().replace(/^W\//, "");
    return given === "*" || given === tag;
  });
}
