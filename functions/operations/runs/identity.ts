import { createHash } from "node:crypto";

/** A deterministic id of 26 lower-case hexadecimal characters (104 bits). */
export function hashId(...parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\u0000")).digest("hex").slice(0, 26);
}
