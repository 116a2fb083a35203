import type { Signer } from "../../ports/signer.ts";

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_LENGTH = 10;
const RANDOM_LENGTH = 16;

/** The id of the record a row makes: a ULID with the import's time and a hash of the row in place of chance. */
export function rowRecordId(signer: Signer, importId: string, key: string): string {
  const digest = Buffer.from(signer.sign("import-row", JSON.stringify([importId, key])), "base64url");
  let text = "";
  for (let at = 0; at < RANDOM_LENGTH; at += 1) text += crockford.charAt((digest[at] ?? 0) & 31);
  return importId.slice(0, TIME_LENGTH) + text;
}
