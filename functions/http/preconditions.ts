import { failure, success, type Result } from "#engine";
import { badPrecondition, preconditionRequired } from "./problems.ts";

/** Version that must be the stored one; null: `*`, any. */
export function expectedVersion(header: string | undefined): Result<number | null> {
  if (header === undefined || header.trim() === "") return failure(preconditionRequired);
  const text = header.trim();
  if (text === "*") return success(null);
  const match = /^"(\d{1,15})"$/.exec(text);
  return match ? success(Number(match[1])) : failure(badPrecondition);
}

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
