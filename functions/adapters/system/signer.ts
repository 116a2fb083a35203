import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { Signer } from "../../ports/signer.ts";

const SIGNATURE_BYTES = 16;
const KEY_BYTES = 32;

/** HMAC-SHA-256 under a key per purpose, derived from the secret (HKDF, RFC 5869). */
export function createSigner(secret: string): Signer {
  if (Buffer.from(secret, "base64url").length < KEY_BYTES) throw new Error("the signing secret is too short");
  const keys = new Map<string, Buffer>();
  const keyOf = (purpose: string): Buffer => {
    const known = keys.get(purpose);
    if (known) return known;
    const made = Buffer.from(hkdfSync("sha256", secret, "tessera", purpose, KEY_BYTES));
    keys.set(purpose, made);
    return made;
  };
  const sign = (purpose: string, text: string): string =>
    createHmac("sha256", keyOf(purpose))
      .update(text)
      .digest()
      .subarray(0, SIGNATURE_BYTES)
      .toString("base64url");
  return {
    sign,
    verify(purpose, text, signature) {
      const [expected, given] = [Buffer.from(sign(purpose, text)), Buffer.from(signature)];
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}
