import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { setTimeout as pause } from "node:timers/promises";
import { TableClient } from "./table-client.ts";

/** Capacity units as the table reports them; told after each call. */
export interface CapacityListener {
  add(units: { readonly read?: number; readonly write?: number }): void;
}

/** The table with a client for it; what every store of this folder is made from. */
export interface Table {
  readonly client: DynamoDBDocumentClient;
  /** A client of its own that reads numbers as exact text (`{ value }`); made at the first use. */
  readonly exact: () => DynamoDBDocumentClient;
  readonly name: string;
  readonly capacity: CapacityListener;
}

/** Tries of a call that the table refused for load or for a concurrent transaction; the first one included. */
const MOST_TRIES = 5;
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 800;

/** Opens the table; endpoint, region and credentials come from the SDK's own environment variables. */
export function openTable(options: {
  readonly name: string;
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly capacity?: CapacityListener;
}): Table {
  const configuration = {
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    ...(options.region === undefined ? {} : { region: options.region }),
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    maxAttempts: 3,
  };
  const document = (wrapNumbers: boolean): DynamoDBDocumentClient =>
    new TableClient(new DynamoDBClient(configuration), { wrapNumbers });
  let exact: DynamoDBDocumentClient | undefined;
  return {
    client: document(false),
    exact: () => (exact ??= document(true)),
    name: options.name,
    capacity: options.capacity ?? { add: () => undefined },
  };
}

/** Capacity units of an answer, of one table or of several; 0 when the table did not say. */
export function unitsOf(consumed: Consumed | readonly Consumed[] | undefined): number {
  const list = consumed === undefined ? [] : [consumed].flat();
  return list.reduce((sum, one) => sum + (one.CapacityUnits ?? 0), 0);
}

interface Consumed {
  readonly CapacityUnits?: number | undefined;
}

/** Runs a call again, with full jitter, while the table is busy; every other error passes through. */
export async function withRetries<Value>(call: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (attempt >= MOST_TRIES || !isBusy(error)) throw error;
      await pause(Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt));
    }
  }
}

const busy = new Set([
  "ProvisionedThroughputExceededException",
  "ThrottlingException",
  "RequestLimitExceeded",
  "TransactionConflictException",
  "TransactionInProgressException",
]);
const busyReasons = new Set(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]);

function isBusy(error: unknown): boolean {
  const { name, CancellationReasons: reasons } = error as {
    readonly name?: string;
    readonly CancellationReasons?: readonly { readonly Code?: string }[];
  };
  if (name === "TransactionCanceledException") {
    const codes = (reasons ?? []).map((one) => one.Code ?? "None").filter((code) => code !== "None");
    return codes.length > 0 && codes.every((code) => busyReasons.has(code));
  }
  return name !== undefined && busy.has(name);
}
