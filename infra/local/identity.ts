import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Provider } from "oidc-provider";
import type { DemoUser } from "./demo-users.ts";
import { IdentityAdapter, type IdentityItem } from "./identity-adapter.ts";
import type { DurableMap } from "./journal.ts";
import { LOGIN_POLICY, loginLocale, loginPage, type LoginProblem } from "./login-page.ts";
import { AUDIENCE, ownClaims, STUDIO_CLIENT, type LocalSecrets } from "./signing-keys.ts";
import type { IdentityUser, IdentityUsers } from "./user-file.ts";

export interface IdentityParts {
  /** Origin of the server; the issuer is `<origin>/oidc`. */
  readonly origin: string;
  readonly secrets: LocalSecrets;
  readonly users: IdentityUsers;
  readonly items: DurableMap<IdentityItem>;
  /** People whose addresses the sign-in page lists. */
  readonly hints: readonly DemoUser[];
  readonly onError: (error: unknown) => void;
}

/** Path of the identity provider on the server. */
export const IDENTITY_PATH = "/oidc";
/** Path of the studio to which people come back. */
export const SIGN_IN_RETURN = "/auth/callback";
const RESOURCE = "urn:tessera:api";
const INTERACTION = `${IDENTITY_PATH}/interaction/`;
const SCOPES = "openid email profile offline_access";
const MOST_FORM_BYTES = 8192;

/**
 * The local identity provider: OpenID Connect, code flow with PKCE for one public client. The package is loaded at the
 * first request, because only people who sign in need it.
 */
export function identityListener(parts: IdentityParts): RequestListener {
  let started: Promise<Provider> | undefined;
  return (request, response) => {
    started ??= startProvider(parts);
    started
      .then((provider) => route(parts, provider, { request, response }))
      .catch((error: unknown) => {
        parts.onError(error);
        if (!response.headersSent) response.writeHead(500).end();
      });
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function route(parts: IdentityParts, provider: Provider, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const url = request.url ?? "";
  if (url.startsWith(INTERACTION)) return interaction(parts, provider, exchange);
  const mounted = request as IncomingMessage & { originalUrl?: string };
  mounted.originalUrl = url;
  request.url = url.slice(IDENTITY_PATH.length) || "/";
  provider.callback()(request, response);
}

async function startProvider(parts: IdentityParts): Promise<Provider> {
  const { Provider: OidcProvider } = await withoutRuntimeWarning(() => import("oidc-provider"));
  const provider = new OidcProvider(parts.origin + IDENTITY_PATH, configuration(parts));
  provider.on("server_error", (_context, error) => {
    parts.onError(error);
  });
  return provider;
}

/** The package warns on Node 20, where everything used here was tried; only that sentence is dropped. */
async function withoutRuntimeWarning<T>(load: () => Promise<T>): Promise<T> {
  const { warn } = console;
  console.warn = (...values: unknown[]) => {
    if (!String(values[0]).includes("Unsupported runtime")) warn(...values);
  };
  try {
    return await load();
  } finally {
    console.warn = warn;
  }
}

function configuration(parts: IdentityParts): Record<string, unknown> {
  const { origin, secrets, users, items } = parts;
  return {
    adapter: class extends IdentityAdapter {
      constructor(kind: string) {
        super(kind, items);
      }
    },
    jwks: { keys: [secrets.tokenKey] },
    cookies: { keys: [secrets.cookieKey] },
    clients: [studioClient(origin)],
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    clientBasedCORS: (_context: unknown, asking: string) => asking === origin,
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "locale"] },
    scopes: SCOPES.split(" "),
    pkce: { required: () => true },
    issueRefreshToken: () => Promise.resolve(true),
    rotateRefreshToken: true,
    ttl: { AccessToken: 3600, IdToken: 3600, AuthorizationCode: 60, Interaction: 3600, ...DAYS },
    features: features(),
    extraTokenClaims: (_context: unknown, token: { readonly accountId: string }) => {
      const user = users.byId(token.accountId);
      return user ? ownClaims(user) : {};
    },
    findAccount: (_context: unknown, id: string) => account(users.byId(id)),
    interactions: { url: (_context: unknown, { uid }: { readonly uid: string }) => `${INTERACTION}${uid}` },
    loadExistingGrant,
    renderError: (context: { type: string; body: string; set(name: string, value: string): void }) => {
      context.type = "html";
      context.set("content-security-policy", LOGIN_POLICY);
      context.body = loginPage({
        action: undefined,
        locale: "zh-CN",
        email: "",
        problem: "ended",
        demoEmails: [],
      });
    },
  };
}

const DAY_SECONDS = 86_400;
const DAYS = { RefreshToken: 14 * DAY_SECONDS, Session: 14 * DAY_SECONDS, Grant: 14 * DAY_SECONDS };

function studioClient(origin: string) {
  return {
    client_id: STUDIO_CLIENT,
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    redirect_uris: [origin + SIGN_IN_RETURN, `${origin}/auth/silent`],
    post_logout_redirect_uris: [`${origin}/`, origin],
    scope: SCOPES,
  };
}

function features() {
  return {
    devInteractions: { enabled: false },
    userinfo: { enabled: false },
    revocation: { enabled: true },
    rpInitiatedLogout: { enabled: true, logoutSource: endSession },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: SCOPES,
        audience: AUDIENCE,
        accessTokenFormat: "jwt",
        jwt: { sign: { alg: "ES256" } },
      }),
    },
  };
}

/** Signing out asks nothing more: the form that the provider made is shown with one button. */
function endSession(context: { body: string; set(name: string, value: string): void }, form: string): void {
  context.set("content-security-policy", LOGIN_POLICY);
  context.body = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Tessera</title></head><body>${form}<button autofocus type="submit" form="op.logoutForm" name="logout" value="yes">退出登录 · Sign out</button></body></html>`;
}

function account(user: IdentityUser | undefined) {
  if (!user) return undefined;
  const claims = {
    sub: user.id,
    email: user.email,
    email_verified: true,
    name: user.name,
    locale: user.locale,
  };
  return { accountId: user.id, claims: () => claims };
}

interface GrantContext {
  readonly oidc: {
    readonly client: { readonly clientId: string };
    readonly session: { readonly accountId: string; grantIdFor(clientId: string): string | undefined };
    readonly provider: Provider;
    readonly result?: { readonly consent?: { readonly grantId?: string } };
  };
}

/** The studio is our own client: who signs in agrees to what it needs, there is nothing to ask. */
async function loadExistingGrant({ oidc }: GrantContext) {
  const grant = new oidc.provider.Grant({
    clientId: oidc.client.clientId,
    accountId: oidc.session.accountId,
  });
  grant.addOIDCScope(SCOPES);
  grant.addResourceScope(RESOURCE, SCOPES);
  await grant.save();
  return grant;
}

async function interaction(
  parts: IdentityParts,
  provider: Provider,
  { request, response }: Exchange,
): Promise<void> {
  const locale = loginLocale(request.headers["accept-language"]);
  const demoEmails = parts.hints.map((user) => user.email);
  const show = (status: number, page: { action?: string; email?: string; problem?: LoginProblem }): void => {
    const { action, email = "", problem } = page;
    const html = loginPage({ action, locale, email, demoEmails, ...(problem ? { problem } : {}) });
    response.writeHead(status, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": LOGIN_POLICY,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    });
    response.end(html);
  };
  const details = await provider.interactionDetails(request, response).catch(() => undefined);
  if (!details) return show(400, { problem: "ended" });
  const action = INTERACTION + details.uid;
  if (request.method !== "POST") return show(200, { action });
  const form = await formOf(request);
  const email = form.get("email") ?? "";
  const user = await parts.users.signIn(email, form.get("password") ?? "");
  if (user === "wrong") return show(401, { action, email, problem: user });
  if (user === "locked") return show(429, { action, email, problem: user });
  await provider.interactionFinished(request, response, { login: { accountId: user.id } });
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (text.length < MOST_FORM_BYTES) text += chunk.toString("utf8");
  }
  return new URLSearchParams(text.slice(0, MOST_FORM_BYTES));
}
