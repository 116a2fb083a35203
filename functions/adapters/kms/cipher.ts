import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import type { Cipher, SealedPlace } from "../../ports/cipher.ts";
import type { Clock } from "../../ports/clock.ts";
import { keyCache } from "./key-cache.ts";

/** Version of the form of a sealed text. */
const VERSION = "1";
const ALGORITHM = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;

interface DataKey {
  readonly plain: Buffer;
  /** The same under the master key, base64url. */
  readonly wrapped: string;
}

/**
 * Envelope encryption under a KMS key: AES-256-GCM with a data key per workspace, object and field, which KMS binds to
 * these by its encryption context; the record is part of the authenticated data. Data keys stay in memory for at most
 * five minutes.
 */
export function createCipher(options: { readonly keyId: string; readonly clock: Clock }): Cipher {
  const client = new KMSClient({ maxAttempts: 3 });
  const fresh = keyCache<DataKey>(options.clock);
  const known = keyCache<Buffer>(options.clock);
  const newKey = async (place: SealedPlace): Promise<DataKey> => {
    const command = new GenerateDataKeyCommand({
      KeyId: options.keyId,
      KeySpec: "AES_256",
      EncryptionContext: contextOf(place),
    });
    const { Plaintext, CiphertextBlob } = await client.send(command);
    if (!Plaintext || !CiphertextBlob) throw new Error("KMS gave no data key");
    return { plain: Buffer.from(Plaintext), wrapped: Buffer.from(CiphertextBlob).toString("base64url") };
  };
  const opened = async (place: SealedPlace, wrapped: string): Promise<Buffer> => {
    const command = new DecryptCommand({
      KeyId: options.keyId,
      CiphertextBlob: Buffer.from(wrapped, "base64url"),
      EncryptionContext: contextOf(place),
    });
    const { Plaintext } = await client.send(command);
    if (!Plaintext) throw new Error("KMS did not open the data key");
    return Buffer.from(Plaintext);
  };
  return {
    async seal(place, text) {
      const key = await fresh.get(keyName(place), () => newKey(place));
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, key.plain, iv);
      cipher.setAAD(authenticated(place));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      const sealed = Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url");
      return [VERSION, key.wrapped, sealed].join(".");
    },
    async open(place, sealed) {
      const [version, wrapped = "", text = ""] = sealed.split(".");
      if (version !== VERSION) throw new Error("a sealed text of another version");
      const key = await known.get(`${keyName(place)} ${wrapped}`, () => opened(place, wrapped));
      const bytes = Buffer.from(text, "base64url");
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(authenticated(place));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return (
        decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, "utf8") + decipher.final("utf8")
      );
    },
  };
}

function contextOf({ workspace, object, field }: SealedPlace): Record<string, string> {
  return { workspace, object, field };
}

function keyName({ workspace, object, field }: SealedPlace): string {
  return JSON.stringify([workspace, object, field]);
}

function authenticated({ workspace, object, field, record }: SealedPlace): Buffer {
  return Buffer.from(JSON.stringify([workspace, object, field, record]));
}
