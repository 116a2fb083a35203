import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet, type JWTPayload } from "jose";
import type { Claims } from "./lambda-http.ts";

/** What the HTTP API's JWT authorizer does with `Authorization: Bearer …`. */
export interface Authorizer {
  /** Claims of a valid token, else undefined: missing, malformed, expired, signed by someone else or made for another audience. */
  claims(authorization: string | undefined): Promise<Claims | undefined>;
}

const KEPT = 500;
const ALGORITHMS = ["ES256"];
const BEARER = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;

interface Verified {
  readonly claims: Claims;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

/** @param keys public keys of the issuer; verified tokens are remembered until they expire */
export function newAuthorizer(settings: {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JSONWebKeySet;
}): Authorizer {
  const keys = createLocalJWKSet(settings.keys);
  const { issuer, audience } = settings;
  const rules = { issuer, audience, algorithms: ALGORITHMS, requiredClaims: ["exp", "sub"] };
  const verified = new Map<string, Verified>();
  const verify = async (token: string): Promise<Claims | undefined> => {
    try {
      const { payload } = await jwtVerify(token, keys, rules);
      const claims = textual(payload);
      if (verified.size >= KEPT) verified.delete([...verified.keys()][0] ?? "");
      verified.set(token, { claims, expires: (payload.exp ?? 0) * 1000 });
      return claims;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  };
  return {
    claims: async (authorization) => {
      const token = BEARER.exec(authorization ?? "")?.[1];
      if (token === undefined) return undefined;
      const seen = verified.get(token);
      if (seen && seen.expires > Date.now()) return seen.claims;
      verified.delete(token);
      return verify(token);
    },
  };
}

/** As API Gateway does: lists become `[a b]`, everything else its text. */
function textual(payload: JWTPayload): Claims {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? `[${value.join(" ")}]`
        : typeof value === "object"
          ? JSON.stringify(value)
          : String(value),
    ]),
  );
}
