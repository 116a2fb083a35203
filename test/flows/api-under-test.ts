import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { workspaceTemplates } from "#engine/templates/index.ts";
import type { WorkspaceTemplate } from "#engine/templates/template.ts";
import { functionEnvironment } from "#infra/local/function-environment.ts";
import { startEngine } from "#infra/local/engine.ts";
import { startPump, type StreamPump } from "#infra/local/stream-pump.ts";
import { createTable } from "#infra/local/table.ts";
import { startKeepers, type Keepers } from "./keepers.ts";
import { httpRouteOf } from "#infra/http-routes.ts";
import { table, type FunctionName } from "#infra/topology.ts";
import { adminRoutes } from "#functions/http/admin-routes.ts";
import { businessRoutes } from "#functions/http/business-routes.ts";
import { collectRoutes } from "#functions/http/collect-routes.ts";
import type { AdminContext } from "#functions/http/context.ts";
import type { Route } from "#functions/http/route.ts";
import { installTemplates } from "#functions/operations/metadata/install-template.ts";
import type { User } from "#functions/ports/user-store.ts";
import { truthfulness, type Truthfulness } from "./truthful.ts";

/** An answer as a client sees it. */
export interface Seen {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Parsed JSON; the tests say what they expect of it. */
  readonly body: Body;
}

/** The parts of any answer that tests look at; everything else is there too, of unknown kind. */
export interface Body {
  readonly [key: string]: unknown;
  readonly id: string;
  readonly owner: string;
  readonly code: string;
  readonly version: number;
  readonly count: number;
  readonly status: number;
  readonly cursor: string | null;
  readonly items: readonly Body[];
  readonly results: readonly Body[];
  readonly groups: readonly Body[];
  readonly errors: readonly Body[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly key: Readonly<Record<string, unknown>>;
  readonly objects: Readonly<Record<string, unknown>>;
  readonly references: Readonly<Record<string, string>>;
}

export interface Sending {
  readonly body?: unknown;
  /** The body as text; `body` is not used then. */
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly base64?: boolean;
}

/** A person's way to call the API. */
export interface Client {
  send(method: string, target: string, sending?: Sending): Promise<Seen>;
  get(target: string, headers?: Readonly<Record<string, string>>): Promise<Seen>;
  post(target: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Seen>;
  patch(target: string, body: unknown, match?: string): Promise<Seen>;
}

export interface ApiUnderTest {
  readonly context: AdminContext;
  /** Where contents of files and the key of encrypted fields are. */
  readonly keepers: Keepers;
  /** Every route there is, with the function whose list has it. */
  readonly routes: readonly (Route & { readonly function: FunctionName })[];
  /** A client with the token of a person, `sales1@acme`; without an argument one without a token. */
  as(person?: string): Client;
  /** Resolves when history, counters and search know everything written before the call. */
  derived(): Promise<void>;
  stop(): Promise<void>;
}

const member = (id: string, roles: readonly string[], team: string | null = null): User => ({
  id,
  email: `${id}@test.test`,
  name: `Person ${id}`,
  locale: "zh-CN",
  timeZone: "Asia/Shanghai",
  roles,
  team,
  active: true,
});

const people: Readonly<Record<string, readonly User[]>> = {
  acme: [
    member("admin", ["admin"]),
    member("north1", ["team_rep"], "north"),
    member("north2", ["team_rep"], "north"),
    member("south1", ["team_rep"], "south"),
    member("solo", ["solo_rep"]),
    member("blind", ["blind_rep"]),
    member("reader", ["reader"]),
    member("blind_exporter", ["blind_rep", "exporter"]),
    member("importer", ["team_rep", "importer"], "south"),
    member("nobody", []),
    { ...member("gone", ["admin"]), active: false },
  ],
  globex: [member("admin", ["admin"]), member("boss", ["admin"])],
};

const all = { create: true, read: true, update: true, delete: true };
const label = (name: string) => ({ "zh-CN": name, en: name });
const testRoles: WorkspaceTemplate = {
  name: "sales",
  label: label("roles"),
  documents: [
    role("team_rep", { "*": { ...all, scope: "team" } }),
    role("solo_rep", { "*": { ...all, scope: "own" } }),
    role("reader", { "*": { read: true, scope: "all" } }),
    role("exporter", {}, ["exports.run"]),
    role("importer", {}, ["imports.run"]),
    role("blind_rep", {
      "*": { ...all, scope: "all", fields: {} },
      deal: { ...all, scope: "all", fields: { amount: "none", "*": "write" } },
      contact: { ...all, scope: "all", fields: { phone: "none" } },
      account: { ...all, scope: "all", fields: { phone: "none", external_id: "none", industry: "none" } },
    }),
  ],
};

function role(apiName: string, objects: object, capabilities: readonly string[] = []) {
  return { kind: "role", body: { apiName, label: label(apiName), objects, capabilities } };
}

/** The real handlers of both API functions over the embedded engine, with two workspaces that share the table. */
export async function startApi(): Promise<ApiUnderTest> {
  const engine = await startEngine({ dataDir: ":memory:" });
  await createTable(engine.endpoint, table);
  const keepers = await startKeepers("http://127.0.0.1:4000");
  Object.assign(
    process.env,
    functionEnvironment({
      origin: "http://127.0.0.1:4000",
      tableEndpoint: engine.endpoint,
      awsEndpoint: keepers.awsEndpoint,
      filesEndpoint: keepers.filesEndpoint,
      signingSecret: "dGVzdHMtYXJlLW5vLXNlY3JldC10ZXN0cy1hcmUtbm8tc2VjcmV0",
    }),
  );
  const handlers: Handlers = {
    api: (await import("#functions/handlers/api.ts")).handler,
    "admin-api": (await import("#functions/handlers/admin-api.ts")).handler,
  };
  const { composeAdminApi } = await import("#functions/compose/admin-api.ts");
  const context = composeAdminApi();
  for (const [workspace, users] of Object.entries(people)) {
    await context.metadataStore.createWorkspace({
      id: workspace,
      name: workspace,
      timeZone: "Asia/Shanghai",
      locale: "zh-CN",
      currency: "CNY",
    });
    for (const user of users) await context.userStore.put(workspace, user);
    const templates = [workspaceTemplates.sales, testRoles];
    const installed = await installTemplates(context, { workspace, userId: "admin", templates });
    if (!installed.ok) throw new Error(JSON.stringify(installed.problems, null, 2));
    context.models.invalidate(workspace);
  }
  const pump = await deriving(engine.endpoint);
  const routes = [
    ...collectRoutes(businessRoutes, context).map((route) => ({ ...route, function: "api" as const })),
    ...collectRoutes(adminRoutes, context).map((route) => ({ ...route, function: "admin-api" as const })),
  ];
  const checked = { handlers, isTrue: truthfulness(routes) };
  return {
    context,
    keepers,
    routes,
    as: (person) => clientOf(checked, person),
    derived: () => pump.idle(),
    async stop() {
      await pump.stop();
      await keepers.stop();
      await engine.stop();
    },
  };
}

/** Everything of an answer but the request's own id, which differs by nature. */
export function comparable(seen: Seen) {
  const { instance: _, ...body } = seen.body as Record<string, unknown>;
  return { status: seen.status, body, type: seen.headers["content-type"] };
}

/** The derive function on the table's stream, as the topology wires it. */
async function deriving(endpoint: string): Promise<StreamPump> {
  const { handler } = await import("#functions/handlers/derive.ts");
  return startPump({
    endpoint,
    tableName: table.name,
    file: ":memory:",
    consumers: [
      {
        name: "derive",
        itemTypes: ["rec"],
        batchSize: 100,
        maxRetries: 3,
        handler: (event) => Promise.resolve(handler(event, {} as Context, () => undefined)),
      },
    ],
    onError: (_consumer, error) => {
      throw error;
    },
  });
}

type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;
type Handlers = Readonly<Partial<Record<FunctionName, Handler>>>;

const unrouted: Handler = () => Promise.reject(new Error("the topology names a function that is no API"));
let requests = 0;

interface Checked {
  readonly handlers: Handlers;
  /** Throws when an answer is not what the OpenAPI document says. */
  readonly isTrue: Truthfulness;
}

function clientOf({ handlers, isTrue }: Checked, person: string | undefined): Client {
  const client: Client = {
    async send(method, target, sending = {}) {
      const event = eventOf(person, { method, target, ...sending });
      const handler = handlers[httpRouteOf(event.rawPath)?.function ?? "api"] ?? unrouted;
      const result = await handler(event);
      const text = result.body ?? "";
      const isJson = /[/+]json/.test(String(result.headers?.["content-type"] ?? ""));
      const seen = {
        status: result.statusCode ?? 200,
        headers: result.headers as Record<string, string>,
        text,
      };
      isTrue(method, event.rawPath, seen);
      return { ...seen, body: (isJson ? JSON.parse(text) : {}) as Body };
    },
    get: (target, headers) => client.send("GET", target, headers ? { headers } : {}),
    post: (target, body, headers) => client.send("POST", target, { body, ...(headers ? { headers } : {}) }),
    patch: (target, body, match) =>
      client.send("PATCH", target, {
        body,
        ...(match === undefined ? {} : { headers: { "if-match": match } }),
      }),
  };
  return client;
}

function eventOf(
  person: string | undefined,
  given: Sending & { readonly method: string; readonly target: string },
): APIGatewayProxyEventV2 {
  const [path = "/", query = ""] = given.target.split("?");
  const rawPath = path.startsWith("/healthz") || path.startsWith("/api/") ? path : `/api/v1${path}`;
  const text = given.raw ?? (given.body === undefined ? undefined : JSON.stringify(given.body));
  const content = text === undefined ? {} : { "content-type": "application/json" };
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString: query,
    headers: { host: "127.0.0.1", ...content, ...given.headers },
    ...(text === undefined ? {} : { body: text }),
    isBase64Encoded: given.base64 === true,
    requestContext: contextOf(person, given.method, rawPath),
  } as unknown as APIGatewayProxyEventV2;
}

function contextOf(person: string | undefined, method: string, path: string) {
  const [sub, workspace] = person?.split("@") ?? [];
  const claims = { sub, email: `${sub}@test.test`, "custom:workspace": workspace };
  return {
    accountId: "000000000000",
    apiId: "local",
    domainName: "127.0.0.1",
    domainPrefix: "local",
    http: { method, path, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "test" },
    requestId: `request-${++requests}`,
    routeKey: "$default",
    stage: "$default",
    time: "",
    timeEpoch: 0,
    ...(person === undefined ? {} : { authorizer: { jwt: { claims, scopes: null } } }),
  };
}
