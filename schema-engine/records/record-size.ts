import type { Json, JsonObject } from "../contract/json.ts";
import { limits } from "../contract/limits.ts";
import { utf8Length } from "../shared/utf8-order.ts";

/** Most UTF-8 bytes of a record's values as JSON; DynamoDB's limit is 400 KB with keys and index attributes. */
const RECORD_BYTES = limits.recordBytes;

/** Whether the values are beyond the limit; bytes are only counted where a cheap upper bound leaves it open. */
export function isTooLarge(values: JsonObject): boolean {
  return bound(values) > RECORD_BYTES && utf8Length(JSON.stringify(values)) > RECORD_BYTES;
}

/** More bytes than the value's JSON can have. */
function bound(value: Json | undefined): number {
  if (typeof value === "string") return value.length * WORST_CHARACTER + WORST_NUMBER;
  if (typeof value !== "object" || value === null) return WORST_NUMBER;
  let most = WORST_NUMBER;
  for (const key of Object.keys(value))
    most += key.length * WORST_CHARACTER + bound((value as JsonObject)[key]);
  return most;
}

/** Bytes a UTF-16 unit takes at most in JSON: `\u0000`. */
const WORST_CHARACTER = 6;
/** Characters of the longest number, with quotes, colon and comma of its key. */
const WORST_NUMBER = 32;
