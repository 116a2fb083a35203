import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { exportJWK, generateKeyPair, SignJWT, type JSONWebKeySet, type JWK } from "jose";
import type { DemoUser } from "./demo-users.ts";
import { readIfThere, writePrivate } from "./private-file.ts";

/** Secrets of one local installation; made once, kept in the data folder. */
export interface LocalSecrets {
  /** Private key of the identity provider, ES256. */
  readonly tokenKey: JWK;
  /** Signs the identity provider's cookies. */
  readonly cookieKey: string;
  /** SIGNING_SECRET of the functions, 48 bytes base64url. */
  readonly signingSecret: string;
  /** Origin of the last run, so that `npm run token` can name the issuer. */
  readonly origin?: string;
}

/** Audience of access tokens. */
export const AUDIENCE = "tessera";
/** Client id of the studio. */
export const STUDIO_CLIENT = "tessera-studio";
const CLI_LIFETIME = "12h";

/** Secrets of a data folder, made when there are none; ":memory:" keeps nothing. */
export async function openSecrets(dataDir: string): Promise<LocalSecrets> {
  const known = dataDir === ":memory:" ? undefined : readSecrets(dataDir);
  if (known) return known;
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  const secrets = {
    tokenKey: { ...jwk, kid: randomBytes(8).toString("hex"), alg: "ES256", use: "sig" },
    cookieKey: randomBytes(32).toString("base64url"),
    signingSecret: randomBytes(48).toString("base64url"),
  };
  if (dataDir !== ":memory:") saveSecrets(dataDir, secrets);
  return secrets;
}

/** Secrets of a data folder, or undefined when no server ever ran there. */
export function readSecrets(dataDir: string): LocalSecrets | undefined {
  const text = readIfThere(secretsFile(dataDir));
  return text === undefined ? undefined : (JSON.parse(text) as LocalSecrets);
}

export function saveSecrets(dataDir: string, secrets: LocalSecrets): void {
  writePrivate(secretsFile(dataDir), JSON.stringify(secrets));
}

/** Public half of the keys, for who checks tokens. */
export function publicKeys(secrets: LocalSecrets): JSONWebKeySet {
  const { d: _private, ...open } = secrets.tokenKey;
  return { keys: [open as JWK & { kty: string }] };
}

/** Claims of an access token besides the registered ones. */
export function ownClaims(user: DemoUser): Record<string, string> {
  return { email: user.email, "custom:workspace": user.workspace };
}

/** An access token like those of the identity provider, valid for 12 hours of real time. */
export function signAccessToken(secrets: LocalSecrets, issuer: string, user: DemoUser): Promise<string> {
  const claims = { ...ownClaims(user), client_id: STUDIO_CLIENT, scope: "openid email profile" };
  return new SignJWT({ ...claims, jti: randomBytes(12).toString("base64url") })
    .setProtectedHeader({
      alg: "ES256",
      typ: "at+jwt",
      ...(secrets.tokenKey.kid ? { kid: secrets.tokenKey.kid } : {}),
    })
    .setIssuer(issuer)
    .setAudience(AUDIENCE)
    .setSubject(user.id)
    .setIssuedAt()
    .setExpirationTime(CLI_LIFETIME)
    .sign({ ...secrets.tokenKey });
}

function secretsFile(dataDir: string): string {
  return join(dataDir, "identity", "secrets.json");
}
