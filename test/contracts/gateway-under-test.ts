import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
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

const first = demoUsers.find((user) => user.email === "sales1@acme.test") ?? demoUsers[0];
if (!first) throw new Error("no demo user");
/** The person whose token a gateway under test holds. */
export const sales = first;

/** The laptop's gateway and identity provider on one origin, before a handler that writes down what it is given. */
export interface GatewayUnderTest {
  readonly origin: string;
  readonly secrets: LocalSecrets;
  readonly users: IdentityUsers;
  /** An access token of `sales`. */
  readonly token: string;
  /** Events the handler was given, oldest first. */
  readonly events: readonly APIGatewayProxyEventV2[];
  /** Names of the functions that were called, oldest first. */
  readonly called: readonly string[];
  /** Outages that were reported; none are expected. */
  readonly errors: readonly unknown[];
  /** Sends a request; redirects are not followed. */
  call(path: string, init?: RequestInit): Promise<Response>;
  stop(): void;
}

/** Starts one on a free port, with everything in memory but the studio's files. */
export async function startGateway(): Promise<GatewayUnderTest> {
  let origin = "";
  const events: APIGatewayProxyEventV2[] = [];
  const called: string[] = [];
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const secrets = await openSecrets(":memory:");
  const users = await openUsers(":memory:", demoUsers);
  const later: { identity?: RequestListener; authorizer?: Authorizer } = {};
  const listener = gatewayListener(
    {
      call: (name, event) => {
        called.push(name);
        events.push(event);
        return Promise.resolve(answerOf(event));
      },
      authorizer: { claims: async (header) => later.authorizer?.claims(header) },
      mounts: [{ prefix: "/oidc", listener: (request, response) => later.identity?.(request, response) }],
      files: staticFiles(studioFolder(), studioHeaders("http://127.0.0.1:1")),
      clock: openClock(":memory:"),
      onWrite: () => undefined,
      onError,
    },
    () => origin,
  );
  const { port, stop } = await listen(listener);
  origin = `http://127.0.0.1:${port}`;
  const issuer = `${origin}/oidc`;
  later.authorizer = newAuthorizer({ issuer, audience: "tessera", keys: publicKeys(secrets) });
  later.identity = identityListener({
    origin,
    secrets,
    users,
    items: openDurableMap(":memory:"),
    hints: demoUsers,
    onError,
  });
  const token = await signAccessToken(secrets, issuer, sales);
  const call = (path: string, init: RequestInit = {}) =>
    fetch(origin + path, { redirect: "manual", ...init });
  return { origin, secrets, users, token, events, called, errors, call, stop };
}

/** A bearer token as a request's headers. */
export function bearer(token = "") {
  return { authorization: `Bearer ${token}` };
}

function answerOf(event: APIGatewayProxyEventV2): unknown {
  if (event.rawPath === "/api/v1/plain") return { hello: "世界" };
  return {
    statusCode: 201,
    headers: { "content-type": "image/gif", etag: '"7"' },
    cookies: ["a=1; Path=/", "b=2"],
    body: Buffer.from([1, 2, 255]).toString("base64"),
    isBase64Encoded: true,
  };
}

function studioFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tessera-studio-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>Studio</title>");
  writeFileSync(join(folder, "assets", "main-abc.js"), "export const text = 'x';".repeat(200));
  return folder;
}

async function listen(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { port: address.port, stop };
}
