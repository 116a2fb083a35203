import type { User, UserManager } from "oidc-client-ts";
import { readonly, ref } from "vue";

/** What `/config.json` beside the studio says of the identity provider. */
interface IdentityConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly signInReturn: string;
  /** Origin of the sign-in pages; its `/logout` ends the session there. */
  readonly signInOrigin: string;
}

interface Identity {
  readonly config: IdentityConfig;
  readonly users: UserManager;
}

let identity: Promise<Identity> | undefined;
let renewing: Promise<string | null> | undefined;
const lost = ref(false);

/** True once the session ended while a page was open: the page stays, a dialog offers to sign in again. */
export const sessionLost = readonly(lost);

/** Lets a navigation pass when someone is signed in; else leaves for the identity provider and comes back to `to`. */
export async function ensureSignedIn(to: string): Promise<boolean> {
  const { users } = await getIdentity();
  const user = await users.getUser();
  if (user && !user.expired) return true;
  if (user?.refresh_token !== undefined && (await renewToken()) !== null) return true;
  await users.signinRedirect({ state: { to } });
  return false;
}

/** Ends a sign-in that came back; the address the person wanted, or null when it was a window beside the page. */
export async function finishSignIn(): Promise<string | null> {
  const { users } = await getIdentity();
  const user = await users.signinCallback(location.href);
  const state = user?.state as { readonly to?: unknown } | undefined;
  return user ? safePath(state?.to) : null;
}

/** Signs in again in a window beside the page, so that nothing typed is lost. */
export async function signInAgain(): Promise<void> {
  const { users } = await getIdentity();
  await users.signinPopup();
  lost.value = false;
}

/** Ends the session here and at the identity provider. */
export async function signOut(): Promise<void> {
  const { config, users } = await getIdentity();
  const user = await users.getUser();
  await users.removeUser();
  if ((await users.metadataService.getEndSessionEndpoint()) !== undefined) {
    await users.signoutRedirect({
      post_logout_redirect_uri: `${location.origin}/`,
      ...(user?.id_token === undefined ? {} : { id_token_hint: user.id_token }),
    });
    return;
  }
  const back = encodeURIComponent(`${location.origin}/`);
  location.assign(`${config.signInOrigin}/logout?client_id=${config.clientId}&logout_uri=${back}`);
}

/** Bearer token for a call; empty when there is none. */
export async function accessToken(): Promise<string> {
  const { users } = await getIdentity();
  return (await users.getUser())?.access_token ?? "";
}

/** A new token by the refresh token; null when the person must sign in again. Several callers share one attempt. */
export async function renewToken(): Promise<string | null> {
  renewing ??= renew().finally(() => {
    renewing = undefined;
  });
  return renewing;
}

async function renew(): Promise<string | null> {
  const { users } = await getIdentity();
  const user = await users.signinSilent().catch(noSession);
  lost.value = user === null;
  return user?.access_token ?? null;
}

/** Every reason why silent renewal fails ends in the same place: signing in again. */
function noSession(): User | null {
  return null;
}

function getIdentity(): Promise<Identity> {
  identity ??= readIdentity();
  return identity;
}

async function readIdentity(): Promise<Identity> {
  const [response, { UserManager, WebStorageStateStore }] = await Promise.all([
    fetch("/config.json", { headers: { accept: "application/json" } }),
    import("oidc-client-ts"),
  ]);
  if (!response.ok) throw new Error(`config.json: HTTP ${String(response.status)}`);
  const config = (await response.json()) as IdentityConfig;
  const store = new WebStorageStateStore({ store: sessionStorage });
  const users = new UserManager({
    authority: config.issuer,
    client_id: config.clientId,
    redirect_uri: location.origin + config.signInReturn,
    response_type: "code",
    scope: "openid email profile",
    userStore: store,
    stateStore: store,
    automaticSilentRenew: true,
    monitorSession: false,
    loadUserInfo: false,
  });
  return { config, users };
}

/** Only paths of the studio itself are gone back to. */
function safePath(to: unknown): string {
  return typeof to === "string" && /^\/(?![/\\])/.test(to) && !to.startsWith("/auth/") ? to : "/";
}
