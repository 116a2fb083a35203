/**
 * What runs where, as plain data. `infra/cloud` turns it into CloudFormation, `infra/local` into loopback endpoints;
 * neither adds a table, queue, rule or permission of its own.
 */

import { adminPaths } from "./admin-paths.ts";

/** A slot index: HASH is the table's own `pk`, RANGE one precomputed string attribute named like the slot. */
export interface SlotIndex {
  /** Index name, 3–255 characters (the embedded engine enforces the lower bound). */
  readonly name: string;
  /** Attribute that holds the RANGE key; also the slot's name in index definitions. */
  readonly attribute: string;
  /** Non-key attributes copied into the index; empty means KEYS_ONLY. */
  readonly include: readonly string[];
}

export interface TableSpec {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
  readonly ttlAttribute: string;
  readonly indexes: readonly SlotIndex[];
}

export type QueueName = "automation" | "send-mail" | "mail-events" | "jobs";
export type FunctionName =
  | "api"
  | "admin-api"
  | "derive"
  | "stream-relay"
  | "automation"
  | "timers"
  | "send-mail"
  | "mail-events"
  | "sweep-files"
  | "jobs";
export type BusName = "tessera" | "default";

export interface QueueSpec {
  readonly name: QueueName;
  /** Seconds a received message stays invisible; at least six times the consumer's timeout divided by batch (AWS advice). */
  readonly visibilitySeconds: number;
  /** Receives before the message moves to the queue's dead-letter queue. */
  readonly maxReceives: number;
}

export type Trigger =
  | {
      readonly kind: "http";
      /** Addresses that need a token, as patterns of an HTTP API route; of several that fit, the most specific wins. */
      readonly paths: readonly string[];
      /** Addresses that answer without a token. */
      readonly publicRoutes: readonly PublicRoute[];
    }
  | {
      readonly kind: "stream";
      /** Item types (`ty`) that invoke the function; everything else is filtered at the event source mapping. */
      readonly itemTypes: readonly string[];
      readonly batchSize: number;
      readonly maxRetries: number;
    }
  | {
      readonly kind: "queue";
      readonly queue: QueueName;
      readonly batchSize: number;
      readonly maxConcurrency: number;
    }
  | { readonly kind: "schedule"; readonly everyMinutes: number };

/** What a function may touch; the CDK app turns each entry into the narrowest IAM statement that allows it. */
export type Permission =
  | "table:read"
  | "table:write"
  | "bus:put"
  | "ses:send"
  /** Make and use addresses that read and write contents of files, and remove them. */
  | "files:exchange"
  | "files:remove"
  /** Have new data keys made; have old ones opened. */
  | "cipher:seal"
  | "cipher:open"
  | `queue:send:${QueueName}`;

export interface FunctionSpec {
  readonly name: FunctionName;
  /** Handler file, relative to the repository; it exports `handler`. */
  readonly entry: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly trigger: Trigger;
  readonly permissions: readonly Permission[];
}

export type HttpMethod = "GET" | "POST";

/** An address that answers without a token; everything else under `/api/` needs one. */
export interface PublicRoute {
  /** Path in the notation of an HTTP API route; `{name}` is one segment, `{name+}` the rest of the path. */
  readonly path: string;
  readonly methods: readonly HttpMethod[];
}

export interface RuleSpec {
  readonly name: string;
  readonly bus: BusName;
  /** EventBridge event pattern. */
  readonly pattern: Readonly<Record<string, readonly (string | { readonly prefix: string })[]>>;
  readonly target: QueueName;
}

const WIDE_SLOTS = 6;
const THIN_SLOTS = 6;

function slots(prefix: "w" | "t", count: number, include: readonly string[]): SlotIndex[] {
  return Array.from({ length: count }, (_, at) => {
    const attribute = `${prefix}${at + 1}`;
    return { name: `ix${attribute}`, attribute, include };
  });
}

export const table: TableSpec = {
  name: "tessera",
  partitionKey: "pk",
  sortKey: "sk",
  ttlAttribute: "ttl",
  indexes: [...slots("w", WIDE_SLOTS, ["v"]), ...slots("t", THIN_SLOTS, [])],
};

export const buses: readonly BusName[] = ["tessera", "default"];

export const queues: readonly QueueSpec[] = [
  { name: "automation", visibilitySeconds: 90, maxReceives: 8 },
  { name: "send-mail", visibilitySeconds: 60, maxReceives: 20 },
  { name: "mail-events", visibilitySeconds: 60, maxReceives: 10 },
  { name: "jobs", visibilitySeconds: 900, maxReceives: 5 },
];

/** Prefix of every address that needs a token. */
export const protectedPrefix = "/api";

/**
 * Put before an address of the API when the request carries an API key instead of a token: CloudFront does it, and the
 * function checks the key itself, because the HTTP API's authorizer knows tokens of the identity provider only.
 */
export const keyPrefix = "/keys";

export const publicRoutes: readonly PublicRoute[] = [
  { path: "/healthz", methods: ["GET"] },
  { path: "/f/{formKey}", methods: ["GET", "POST"] },
  { path: "/u/{token}", methods: ["GET", "POST"] },
  { path: "/p/{token}", methods: ["GET", "POST"] },
  { path: "/c/{token}", methods: ["GET"] },
  { path: "/o/{token}", methods: ["GET"] },
  { path: "/s/{token}", methods: ["GET", "POST"] },
  { path: "/k/{workspace}", methods: ["GET", "POST"] },
  { path: "/in/{hookKey}", methods: ["POST"] },
  { path: "/t.js", methods: ["GET"] },
  { path: "/t", methods: ["POST"] },
];

export const functions: readonly FunctionSpec[] = [
  {
    name: "api",
    entry: "functions/handlers/api.ts",
    memoryMb: 1024,
    timeoutSeconds: 29,
    trigger: { kind: "http", paths: ["/api/{proxy+}"], publicRoutes },
    permissions: ["table:read", "table:write", "cipher:seal"],
  },
  {
    name: "admin-api",
    entry: "functions/handlers/admin-api.ts",
    memoryMb: 1024,
    timeoutSeconds: 29,
    trigger: { kind: "http", paths: adminPaths, publicRoutes: [] },
    permissions: ["table:read", "table:write", "files:exchange", "cipher:open"],
  },
  {
    name: "derive",
    entry: "functions/handlers/derive.ts",
    memoryMb: 1024,
    timeoutSeconds: 60,
    trigger: { kind: "stream", itemTypes: ["rec"], batchSize: 100, maxRetries: 10 },
    permissions: ["table:read", "table:write"],
  },
  {
    name: "stream-relay",
    entry: "functions/handlers/stream-relay.ts",
    memoryMb: 512,
    timeoutSeconds: 60,
    trigger: { kind: "stream", itemTypes: ["rec", "snd", "job", "evt"], batchSize: 100, maxRetries: 10 },
    permissions: ["bus:put"],
  },
  {
    name: "automation",
    entry: "functions/handlers/automation.ts",
    memoryMb: 1024,
    timeoutSeconds: 30,
    trigger: { kind: "queue", queue: "automation", batchSize: 10, maxConcurrency: 20 },
    permissions: ["table:read", "table:write"],
  },
  {
    name: "timers",
    entry: "functions/handlers/timers.ts",
    memoryMb: 512,
    timeoutSeconds: 55,
    trigger: { kind: "schedule", everyMinutes: 1 },
    permissions: ["table:read", "table:write", "queue:send:automation"],
  },
  {
    name: "send-mail",
    entry: "functions/handlers/send-mail.ts",
    memoryMb: 512,
    timeoutSeconds: 30,
    trigger: { kind: "queue", queue: "send-mail", batchSize: 10, maxConcurrency: 5 },
    permissions: ["table:read", "table:write", "ses:send"],
  },
  {
    name: "mail-events",
    entry: "functions/handlers/mail-events.ts",
    memoryMb: 512,
    timeoutSeconds: 30,
    trigger: { kind: "queue", queue: "mail-events", batchSize: 10, maxConcurrency: 5 },
    permissions: ["table:read", "table:write"],
  },
  {
    name: "sweep-files",
    entry: "functions/handlers/sweep-files.ts",
    memoryMb: 512,
    timeoutSeconds: 120,
    trigger: { kind: "schedule", everyMinutes: 15 },
    permissions: ["table:read", "table:write", "files:remove"],
  },
  {
    name: "jobs",
    entry: "functions/handlers/jobs.ts",
    memoryMb: 1024,
    timeoutSeconds: 600,
    trigger: { kind: "queue", queue: "jobs", batchSize: 1, maxConcurrency: 5 },
    permissions: ["table:read", "table:write", "queue:send:jobs", "files:exchange"],
  },
];

export const rules: readonly RuleSpec[] = [
  {
    name: "to-automation",
    bus: "tessera",
    pattern: {
      source: ["tessera"],
      "detail-type": [{ prefix: "crm.record." }, { prefix: "crm.engagement." }, { prefix: "crm.run." }],
    },
    target: "automation",
  },
  {
    name: "to-send-mail",
    bus: "tessera",
    pattern: { source: ["tessera"], "detail-type": ["crm.mail.requested"] },
    target: "send-mail",
  },
  {
    name: "to-jobs",
    bus: "tessera",
    pattern: { source: ["tessera"], "detail-type": ["crm.job.requested"] },
    target: "jobs",
  },
  {
    name: "ses-to-mail-events",
    bus: "default",
    pattern: { source: ["aws.ses"] },
    target: "mail-events",
  },
];
