import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { AwsAnswer } from "./aws-protocol.ts";
import { readIfThere, writePrivate } from "./private-file.ts";

/** Id of the one key of the laptop. */
export const LOCAL_KEY_ID = "alias/tessera-cipher";

export interface Kms {
  /** Answers one call of the JSON protocol (`TrentService`). */
  answer(action: string, input: Readonly<Record<string, unknown>>): AwsAnswer;
}

const ALGORITHM = "aes-256-gcm";
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * The KMS endpoint: makes and opens data keys under a master key that stays in a file only its owner may read. As in
 * KMS, a data key opens only with the encryption context it was made with.
 * @param file absolute path of the key file, or ":memory:"
 */
export function openKms(file: string): Kms {
  const master = masterKey(file);
  const actions: Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => AwsAnswer>> = {
    GenerateDataKey: ({ EncryptionContext, KeySpec }) => {
      if (KeySpec !== "AES_256") return refusal("ValidationException", "only AES_256 is offered here");
      const plain = randomBytes(KEY_BYTES);
      const CiphertextBlob = wrap(master, plain, EncryptionContext).toString("base64");
      return {
        status: 200,
        body: { KeyId: LOCAL_KEY_ID, Plaintext: plain.toString("base64"), CiphertextBlob },
      };
    },
    Decrypt: ({ CiphertextBlob, EncryptionContext }) => {
      const plain = unwrap(master, Buffer.from(String(CiphertextBlob), "base64"), EncryptionContext);
      if (!plain) return refusal("InvalidCiphertextException", "");
      return { status: 200, body: { KeyId: LOCAL_KEY_ID, Plaintext: plain.toString("base64") } };
    },
  };
  return {
    answer(name, input) {
      const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
      if (!action) return refusal("UnknownOperationException", name);
      if (input["KeyId"] !== LOCAL_KEY_ID) return refusal("NotFoundException", "no such key");
      return action(input);
    },
  };
}

function masterKey(file: string): Buffer {
  if (file === ":memory:") return randomBytes(KEY_BYTES);
  const known = readIfThere(file);
  if (known !== undefined) return Buffer.from(known, "base64url");
  const made = randomBytes(KEY_BYTES);
  writePrivate(file, made.toString("base64url"));
  return made;
}

/** The context in one form, whatever the order of its names. */
function canonical(context: unknown): Buffer {
  const entries = Object.entries((context ?? {}) as Record<string, string>);
  return Buffer.from(JSON.stringify(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

function wrap(master: Buffer, plain: Buffer, context: unknown): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, master, iv);
  cipher.setAAD(canonical(context));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** Undefined when the ciphertext or its context is another. */
function unwrap(master: Buffer, blob: Buffer, context: unknown): Buffer | undefined {
  if (blob.length !== IV_BYTES + TAG_BYTES + KEY_BYTES) return undefined;
  const decipher = createDecipheriv(ALGORITHM, master, blob.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(canonical(context));
  decipher.setAuthTag(blob.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const body = decipher.update(blob.subarray(IV_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([body, decipher.final()]);
  } catch {
    // `final` has no other way to say that the authentication tag does not fit.
    return undefined;
  }
}

function refusal(type: string, message: string): AwsAnswer {
  return { status: 400, body: { __type: type, message } };
}
