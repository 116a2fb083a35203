import { request as httpRequest } from "node:http";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSecrets, signAccessToken } from "#infra/local/signing-keys.ts";
import { bearer as bearerOf, sales, startGateway, type GatewayUnderTest } from "./gateway-under-test.ts";

let gateway: GatewayUnderTest;

beforeAll(async () => {
  gateway = await startGateway();
});

afterAll(() => {
  gateway.stop();
  expect(gateway.errors).toEqual([]);
});

const call = (path: string, init?: RequestInit) => gateway.call(path, init);
const bearer = (value = gateway.token) => bearerOf(value);

describe("the gateway", () => {
  it("hands the handler an HTTP API event and writes its result", async () => {
    const answer = await call("/api/v1/objects/a%20b/records/1:restore?x=1&x=2&y=%E5%AE%A2", {
      method: "POST",
      headers: { ...bearer(), cookie: "one=1; two=2", "content-type": "application/json" },
      body: '{"名":1}',
    });
    const event = gateway.events.at(-1);
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
    expect(gateway.called.at(-1)).toBe(name);
    expect(gateway.events.at(-1)?.rawPath).toBe(path);
  });

  it("passes bytes as base64 and takes a bare value as a JSON answer", async () => {
    const answer = await call("/api/v1/plain", {
      method: "PUT",
      headers: { ...bearer(), "content-type": "application/octet-stream" },
      body: new Uint8Array([0, 255]),
    });
    expect(gateway.events.at(-1)).toMatchObject({ body: "AP8=", isBase64Encoded: true });
    expect(await answer.json()).toEqual({ hello: "世界" });
  });

  it.each([
    ["no token", () => ({})],
    ["garbage", () => bearer("a.b.c")],
    ["a changed token", () => bearer(gateway.token.slice(0, -4) + "AAAA")],
    ["another scheme", () => ({ authorization: `Basic ${gateway.token}` })],
  ])("answers 401 to %s", async (_name, headers) => {
    const answer = await call("/api/v1/me", { headers: headers() });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
  });

  it("refuses a token of another issuer, another audience or no algorithm", async () => {
    const foreign = await signAccessToken(gateway.secrets, "http://127.0.0.1:1/oidc", sales);
    const others = await signAccessToken(await openSecrets(":memory:"), `${gateway.origin}/oidc`, sales);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = { iss: `${gateway.origin}/oidc`, aud: "tessera", sub: sales.id, exp: 9_999_999_999 };
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
      const request = httpRequest(
        `${gateway.origin}/api/v1/x`,
        { method: "POST", headers: bearer() },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        },
      );
      request.on("error", reject);
      for (let at = 0; at < 17; at++) request.write("x".repeat(65_536));
      request.end();
    });
    expect(chunked).toBe(413);
  });

  it("calls the handler without a token on public addresses, for their methods only", async () => {
    expect((await call("/u/abc", { method: "POST", body: "List-Unsubscribe=One-Click" })).status).toBe(201);
    expect(gateway.events.at(-1)).toMatchObject({ routeKey: "POST /u/{token}" });
    expect(gateway.events.at(-1)?.requestContext).not.toHaveProperty("authorizer");
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
      httpRequest(
        `${gateway.origin}/assets/main-abc.js`,
        { headers: { "accept-encoding": "gzip" } },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("end", () => resolve({ headers: answer.headers, body: Buffer.concat(chunks) }));
        },
      ).end();
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
        httpRequest(`${gateway.origin}/page`, { headers: { host } }, (answer) => {
          answer.resume();
          resolve({ status: answer.statusCode ?? 0, location: answer.headers.location });
        }).end();
      });
    const port = new URL(gateway.origin).port;
    expect(await by(`localhost:${port}`)).toEqual({ status: 307, location: `${gateway.origin}/page` });
    expect((await by("evil.test")).status).toBe(421);
  });
});
