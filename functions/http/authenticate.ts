import type { Caller } from "../operations/access/caller.ts";
import type { CallerSource } from "../operations/access/load-caller.ts";

/** Claims of a token whose signature, issuer, audience and expiry the gateway checked. */
export type Claims = Readonly<Record<string, unknown>>;

/** The part of an API Gateway v2 event that says who asks. */
export interface AuthorizerContext {
  readonly authorizer?: { readonly jwt?: { readonly claims?: Claims } };
}

/** Claims of the verified token; null when the route was reached without one. */
export function claimsOf(context: AuthorizerContext | undefined): Claims | null {
  return context?.authorizer?.jwt?.claims ?? null;
}

/** The caller behind the claims; the workspace is taken from the token and from nowhere else. Null: 401. */
export async function authenticate(
  callers: CallerSource,
  { claims, authorization }: { readonly claims: Claims | null; readonly authorization: string | undefined },
): Promise<Caller | null> {
  const key = claims ? undefined : keyTokenOf(authorization);
  if (key !== undefined) return callers.ofToken(key);
  const workspace = claims?.["custom:workspace"];
  const userId = claims?.["sub"];
  if (typeof workspace !== "string" || typeof userId !== "string") return null;
  if (!/^[a-z0-9]{2,16}$/.test(workspace) || userId === "" || userId.length > 128) return null;
  return callers.caller(workspace, userId);
}

/** The token of an API key in an `Authorization` header; the gateway lets requests with one pass without checking it. */
export function keyTokenOf(authorization: string | undefined): string | undefined {
  return /^Bearer +(tsk_[\w-]{1,80})$/i.exec(authorization ?? "")?.[1];
}
