import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer, request as httpRequest, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newAuthorizer, type Authorizer } from "#infra/local/authorizer.ts";
import { openClock } from "#infra/local/clock.ts";
import { demoUsers } from "#infra/local/demo-users.ts";
import { gatewayListener } from "#infra/local/gateway.ts";
import { identityListener } from "#infra/local/identity.ts";
import { openDurableMap } from "#infra/local/journal.ts";
import { openSecrets, publicKeys, signAccessToken, type LocalSecrets } from "#infra/local/signing-keys.ts";
import { studioHeaders } from "#infra/local/security-headers.ts";
import { staticFiles } from "#infra/local/static-files.ts";
import { openUsers, type IdentityUsers } from "#infra/local/user-file.ts";

const sales = demoUsers.find((user) => user.email === "sales1@acme.test") ?? demoUsers[0];
if (!sales) throw new Error("no demo user");

let server: Server;
let origin = "";
let secrets: LocalSecrets;
let users: IdentityUsers;
let token = "";
const events: APIGatewayProxyEventV2[] = [];
const called: string[] = [];
const errors: unknown[] = [];

const api = (event: APIGatewayProxyEventV2): Promise<unknown> => {
  events.push(event);
  if (event.rawPath === "/api/v1/plain") return Promise.resolve({ hello: "世界" });
  return Promise.resolve({
    statusCode: 201,
    headers: { "content-type": "image/gif", etag: '"7"' },
    cookies: ["a=1; Path=/", "b=2"],
    body: Buffer.from([1, 2, 255]).toString("base64"),
    isBase64Encoded: true,
  });
};

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "tessera-studio-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>Studio</title>");
  writeFileSync(join(folder, "assets", "main-abc.js"), "export const text = 'x';".repeat(200));
  secrets = await openSecrets(":memory:");
  users = await openUsers(":memory:", demoUsers);
  const later: { identity?: RequestListener; authorizer?: Authorizer } = {};
  const keys = publicKeys(secrets);
  const listener = gatewayListener(
    {
      call: (name, event) => {
        called.push(name);
        return api(event);
      },
      authorizer: { claims: async (header) => later.authorizer?.claims(header) },
      mounts: [{ prefix: "/oidc", listener: (request, response) => later.identity?.(request, response) }],
      files: staticFiles(folder, studioHeaders("http://127.0.0.1:1")),
      clock: openClock(":memory:"),
      onWrite: () => undefined,
      onError: (error) => errors.push(error),
    },
    () => origin,
  );
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  origin = `http://127.0.0.1:${address.port}`;
  later.authorizer = newAuthorizer({ issuer: `${origin}/oidc`, audience: "tessera", keys });
  later.identity = identityListener({
    origin,
    secrets,
    users,
    items: openDurableMap(":memory:"),
    hints: demoUsers,
    onError: (error) => errors.push(error),
  });
  token = await signAccessToken(secrets, `${origin}/oidc`, sales);
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  expect(errors).toEqual([]);
});

const call = (path: string, init: RequestInit = {}) => fetch(origin + path, { redirect: "manual", ...init });
const bearer = (value = token) => ({ authorization: `Bearer ${value}` });

describe("the gateway", () => {
  it("hands the handler an HTTP API event and writes its result", async () => {
    const answer = await call("/api/v1/objects/a%20b/records/1:restore?x=1&x=2&y=%E5%AE%A2", {
      method: "POST",
      headers: { ...bearer(), cookie: "one=1; two=2", "content-type": "application/json" },
      body: '{"名":1}',
    });
    const event = events.at(-1);
    expect(event).toMatchObject({
      version: "2.0",
      rawPath: "/api/v1/objects/a%20b/records/1:restore",
      rawQueryString: "x=1&x=2&y=%E5%AE%A2",
      queryStringParameters: { x: "1,2", y: "客" },
      cookies: ["one=1", "two=2"],
      body: '{"名":1}',
      isBase64Encoded: false,
      requestContext: {
        http: { method: "POST" },
        authorizer: {
          jwt: { claims: { sub: sales.id, email: sales.email, "custom:workspace": "acme", aud: "tessera" } },
        },
      },
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2"]);
    expect(answer.headers.get("x-request-id")).toBe(event?.requestContext.requestId);
    expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([1, 2, 255]);
  });

  it.each([
    ["/api/v1/metadata", "api"],
    ["/api/v1/metadata/draft", "admin-api"],
    ["/api/v1/imports:analyze", "admin-api"],
    ["/api/v1/journeys/one:enroll", "admin-api"],
    ["/api/v1/objects/journeys/records", "api"],
  ])("leads %s to the function %s", async (path, name) => {
    await call(path, { headers: bearer() });
    expect(called.at(-1)).toBe(name);
    expect(events.at(-1)?.rawPath).toBe(path);
  });

  it("passes bytes as base64 and takes a bare value as a JSON answer", async () => {
    const answer = await call("/api/v1/plain", {
      method: "PUT",
      headers: { ...bearer(), "content-type": "application/octet-stream" },
      body: new Uint8Array([0, 255]),
    });
    expect(events.at(-1)).toMatchObject({ body: "AP8=", isBase64Encoded: true });
    expect(await answer.json()).toEqual({ hello: "世界" });
  });

  it.each([
    ["no token", () => ({})],
    ["garbage", () => bearer("a.b.c")],
    ["a changed token", () => bearer(token.slice(0, -4) + "AAAA")],
    ["another scheme", () => ({ authorization: `Basic ${token}` })],
  ])("answers 401 to %s", async (_name, headers) => {
    const answer = await call("/api/v1/me", { headers: headers() });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
  });

  it("refuses a token of another issuer, another audience or no algorithm", async () => {
    const foreign = await signAccessToken(secrets, "http://127.0.0.1:1/oidc", sales);
    const others = await signAccessToken(await openSecrets(":memory:"), `${origin}/oidc`, sales);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = { iss: `${origin}/oidc`, aud: "tessera", sub: sales.id, exp: 9_999_999_999 };
    const none = `${part({ alg: "none" })}.${part(claims)}.AA`;
    for (const bad of [foreign, others, none]) {
      expect((await call("/api/v1/me", { headers: bearer(bad) })).status).toBe(401);
    }
  });

  it("answers 413 to more than 1 MiB, with and without a length", async () => {
    const body = "x".repeat(1_048_577);
    const post = { method: "POST", headers: { ...bearer(), "content-type": "text/plain" } };
    expect((await call("/api/v1/x", { ...post, body })).status).toBe(413);
    expect((await call("/api/v1/x", { ...post, body: body.slice(1) })).status).toBe(201);
    const chunked = await new Promise<number>((resolve, reject) => {
      const request = httpRequest(`${origin}/api/v1/x`, { method: "POST", headers: bearer() }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      request.on("error", reject);
      for (let at = 0; at < 17; at++) request.write("x".repeat(65_536));
      request.end();
    });
    expect(chunked).toBe(413);
  });

  it("calls the handler without a token on public addresses, for their methods only", async () => {
    expect((await call("/u/abc", { method: "POST", body: "List-Unsubscribe=One-Click" })).status).toBe(201);
    expect(events.at(-1)).toMatchObject({ routeKey: "POST /u/{token}" });
    expect(events.at(-1)?.requestContext).not.toHaveProperty("authorizer");
    expect((await call("/healthz")).status).toBe(201);
    expect((await call("/o/abc", { method: "POST" })).status).toBe(404);
    expect((await call("/nowhere", { method: "POST" })).status).toBe(404);
  });

  it("serves the studio with its headers, falls back to its page and compresses", async () => {
    const page = await call("/objects/deal/123");
    expect(await page.text()).toContain("Studio");
    expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
    expect(page.headers.get("cache-control")).toBe("no-cache");
    const script = await new Promise<{ headers: NodeJS.Dict<string | string[]>; body: Buffer }>((resolve) => {
      httpRequest(`${origin}/assets/main-abc.js`, { headers: { "accept-encoding": "gzip" } }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => resolve({ headers: answer.headers, body: Buffer.concat(chunks) }));
      }).end();
    });
    expect(script.headers["cache-control"]).toContain("immutable");
    expect(gunzipSync(script.body).toString()).toContain("export const text");
    const again = await call("/", {
      headers: { "if-none-match": (await call("/")).headers.get("etag") ?? "" },
    });
    expect(again.status).toBe(304);
    expect((await call("/assets/gone.js")).status).toBe(404);
    expect((await call("/%2e%2e/%2e%2e/etc/passwd.txt")).status).toBe(404);
  });

  it("sends localhost to its one origin and refuses any other name", async () => {
    const by = (host: string) =>
      new Promise<{ status: number; location: string | undefined }>((resolve) => {
        httpRequest(`${origin}/page`, { headers: { host } }, (answer) => {
          answer.resume();
          resolve({ status: answer.statusCode ?? 0, location: answer.headers.location });
        }).end();
      });
    const port = new URL(origin).port;
    expect(await by(`localhost:${port}`)).toEqual({ status: 307, location: `${origin}/page` });
    expect((await by("evil.test")).status).toBe(421);
  });
});

describe("the identity provider", () => {
  /** A browser's cookies and redirects, as far as a sign-in needs them. */
  function browser() {
    const jar = new Map<string, string>();
    return async (url: string, init: RequestInit = {}): Promise<Response> => {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
      const answer = await fetch(new URL(url, origin), {
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
    `${origin}/oidc/auth?${new URLSearchParams({
      client_id: "tessera-studio",
      response_type: "code",
      scope: "openid email profile",
      redirect_uri: `${origin}/auth/callback`,
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
    const signedIn = await go(page, post({ email: "Sales1@acme.test", password: users.newPassword ?? "" }));
    const back = location(await go(location(signedIn)));
    expect(back).toContain(`${origin}/auth/callback?code=`);
    const code = new URL(back).searchParams.get("code") ?? "";
    const exchange = await call(
      "/oidc/token",
      post({
        grant_type: "authorization_code",
        client_id: "tessera-studio",
        redirect_uri: `${origin}/auth/callback`,
        code,
        code_verifier: verifier,
      }),
    );
    const tokens = (await exchange.json()) as Record<string, string>;
    expect(exchange.status, JSON.stringify(tokens)).toBe(200);
    expect((await call("/api/v1/me", { headers: bearer(tokens["access_token"]) })).status).toBe(201);
    expect(events.at(-1)?.requestContext).toMatchObject({
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
