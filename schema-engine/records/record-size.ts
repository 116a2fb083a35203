import type { JsonObject } from "../contract/json.ts";
import { utf8Length } from "../shared/utf8-order.ts";

/** Most UTF-8 bytes of a record's values as JSON; DynamoDB's limit is 400 KB with keys and index attributes. */
export const RECORD_BYTES = 256 * 1024;

/** Whether the values are beyond the limit; counts bytes only where the characters leave it open. */
export function isTooLarge(values: JsonObject): boolean {
  const text = JSON.stringify(values);
  if (text.length * 3 <= RECORD_BYTES) return false;
  return utf8Length(text) > RECORD_BYTES;
}
