import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bearer, sales, startGateway, type GatewayUnderTest } from "./gateway-under-test.ts";

let gateway: GatewayUnderTest;

beforeAll(async () => {
  gateway = await startGateway();
});

afterAll(() => {
  gateway.stop();
  expect(gateway.errors).toEqual([]);
});

const call = (path: string, init?: RequestInit) => gateway.call(path, init);

describe("the identity provider", () => {
  /** A browser's cookies and redirects, as far as a sign-in needs them. */
  function browser() {
    const jar = new Map<string, string>();
    return async (url: string, init: RequestInit = {}): Promise<Response> => {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
      const answer = await fetch(new URL(url, gateway.origin), {
        redirect: "manual",
        ...init,
        headers: { ...init.headers, cookie },
      });
      for (const line of answer.headers.getSetCookie()) {
        const [pair = ""] = line.split(";");
        const cut = pair.indexOf("=");
        if (/expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(pair.slice(0, cut));
        else jar.set(pair.slice(0, cut), pair.slice(cut + 1));
      }
      return answer;
    };
  }

  const verifier = randomBytes(32).toString("base64url");
  const start = () =>
    `${gateway.origin}/oidc/auth?${new URLSearchParams({
      client_id: "tessera-studio",
      response_type: "code",
      scope: "openid email profile",
      redirect_uri: `${gateway.origin}/auth/callback`,
      state: "s",
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
    }).toString()}`;
  const post = (form: Record<string, string>) => ({
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form).toString(),
  });
  const location = (answer: Response) => answer.headers.get("location") ?? "";

  it("signs a person in by code flow with PKCE; the API accepts the token; a refresh gives another", async () => {
    const go = browser();
    const page = location(await go(start()));
    expect(page).toContain("/oidc/interaction/");
    const html = await (await go(page, { headers: { "accept-language": "en" } })).text();
    expect(html).toContain("Sign in to Tessera");
    expect(html).toContain("sales1@acme.test");
    const wrong = await go(page, post({ email: "sales1@acme.test", password: "no" }));
    expect(wrong.status).toBe(401);
    const signedIn = await go(
      page,
      post({ email: "Sales1@acme.test", password: gateway.users.newPassword ?? "" }),
    );
    const back = location(await go(location(signedIn)));
    expect(back).toContain(`${gateway.origin}/auth/callback?code=`);
    const code = new URL(back).searchParams.get("code") ?? "";
    const exchange = await call(
      "/oidc/token",
      post({
        grant_type: "authorization_code",
        client_id: "tessera-studio",
        redirect_uri: `${gateway.origin}/auth/callback`,
        code,
        code_verifier: verifier,
      }),
    );
    const tokens = (await exchange.json()) as Record<string, string>;
    expect(exchange.status, JSON.stringify(tokens)).toBe(200);
    expect((await call("/api/v1/me", { headers: bearer(tokens["access_token"]) })).status).toBe(201);
    expect(gateway.events.at(-1)?.requestContext).toMatchObject({
      authorizer: {
        jwt: {
          claims: {
            sub: sales.id,
            email: sales.email,
            "custom:workspace": "acme",
            client_id: "tessera-studio",
          },
        },
      },
    });
    const refreshed = await call(
      "/oidc/token",
      post({
        grant_type: "refresh_token",
        client_id: "tessera-studio",
        refresh_token: tokens["refresh_token"] ?? "",
      }),
    );
    expect(refreshed.status).toBe(200);
    const second = location(await go(start()));
    expect(second, "a signed-in browser is not asked again").toContain("/auth/callback?code=");
  });

  it("asks for PKCE and for a known redirect address", async () => {
    const without = new URL(start());
    without.searchParams.delete("code_challenge");
    without.searchParams.delete("code_challenge_method");
    expect(location(await call(without.pathname + without.search))).toContain("error=invalid_request");
    const elsewhere = new URL(start());
    elsewhere.searchParams.set("redirect_uri", "https://evil.test/");
    expect((await call(elsewhere.pathname + elsewhere.search)).status).toBe(400);
  });

  it("locks an address after eight wrong passwords, known or not", async () => {
    const go = browser();
    const page = location(await go(start()));
    const statuses: number[] = [];
    for (let at = 0; at < 9; at++)
      statuses.push((await go(page, post({ email: "x@y.test", password: "no" }))).status);
    expect(statuses).toEqual([...Array.from({ length: 8 }, () => 401), 429]);
  });
});
