import { randomUUID } from "node:crypto";
import type { RuleSpec } from "#infra/topology.ts";
import type { AwsAnswer } from "./aws-protocol.ts";
import type { VirtualClock } from "./clock.ts";
import { matchesPattern } from "./event-pattern.ts";
import { openDurableMap } from "./journal.ts";
import type { Queues } from "./queue.ts";

/** An event as EventBridge hands it to a target. */
export interface BusEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** An event of the log with where it went. */
export interface LoggedEvent {
  readonly bus: string;
  readonly event: BusEvent;
  readonly targets: readonly string[];
}

export interface NewEvent {
  readonly bus: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
  /** Default: now. */
  readonly time?: Date;
  readonly resources?: readonly string[];
}

export interface Bus {
  /** Puts the event into the queue of every rule that matches; durable there when it returns. Returns the event's id. */
  put(event: NewEvent): string;
  /** Answers `AWSEvents.PutEvents`. */
  answer(action: string, input: Readonly<Record<string, unknown>>): AwsAnswer;
  /** The last events, newest last. */
  log(): readonly LoggedEvent[];
  close(): void;
}

const KEPT = 1000;
const MOST_ENTRIES = 10;
const MOST_BYTES = 1_048_576;

/** @param file journal of the log, or ":memory:" */
export function openBus(
  setup: { readonly rules: readonly RuleSpec[]; readonly buses: readonly string[]; readonly file: string },
  queues: Queues,
  clock: VirtualClock,
): Bus {
  const kept = openDurableMap<LoggedEvent>(setup.file);
  const put = (given: NewEvent): string => {
    const event = eventOf(given, clock.now());
    const rules = setup.rules.filter((rule) => rule.bus === given.bus && matchesPattern(rule.pattern, event));
    for (const rule of rules) queues.send(rule.target, [{ body: JSON.stringify(event) }]);
    const oldest = kept.entries.size >= KEPT ? kept.entries.keys().next().value : undefined;
    const logged = { bus: given.bus, event, targets: rules.map((rule) => rule.target) };
    kept.write([[event.id, logged], ...(oldest === undefined ? [] : [[oldest] as const])]);
    return event.id;
  };
  return {
    put,
    log: () => [...kept.entries.values()],
    close: () => {
      kept.close();
    },
    answer: (action, input) => {
      if (action !== "PutEvents") return failure("InvalidAction", `${action} is not offered here`);
      const entries = Array.isArray(input["Entries"]) ? (input["Entries"] as Entry[]) : [];
      if (entries.length === 0 || entries.length > MOST_ENTRIES) {
        return failure("ValidationException", "Entries must have 1 to 10 members");
      }
      if (entries.reduce((sum, entry) => sum + entryBytes(entry), 0) > MOST_BYTES) {
        return failure("ValidationException", "Total size of the entries in the request is over the limit.");
      }
      const results = entries.map((entry) => putEntry(entry, setup.buses, put));
      const failed = results.filter((result) => "ErrorCode" in result).length;
      return { status: 200, body: { FailedEntryCount: failed, Entries: results } };
    },
  };
}

interface Entry {
  readonly Source?: string;
  readonly DetailType?: string;
  readonly Detail?: string;
  readonly EventBusName?: string;
  /** Seconds since 1970. */
  readonly Time?: number;
  readonly Resources?: readonly string[];
}

function putEntry(entry: Entry, buses: readonly string[], put: (event: NewEvent) => string): object {
  const { Source, DetailType, Detail } = entry;
  if (!Source || !DetailType || !Detail) {
    return { ErrorCode: "InvalidArgument", ErrorMessage: "Source, DetailType and Detail are required" };
  }
  const detail = parsedObject(Detail);
  if (detail === undefined) return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
  const bus = (entry.EventBusName ?? "default").replace(/^arn:.*event-bus\//, "");
  const EventId = buses.includes(bus)
    ? put({
        bus,
        source: Source,
        detailType: DetailType,
        detail,
        ...(entry.Time === undefined ? {} : { time: new Date(entry.Time * 1000) }),
        resources: entry.Resources ?? [],
      })
    : randomUUID();
  return { EventId };
}

function eventOf(given: NewEvent, now: Date): BusEvent {
  const time = (given.time ?? now).toISOString().replace(/\.\d+Z$/, "Z");
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": given.detailType,
    source: given.source,
    account: "000000000000",
    time,
    region: "local",
    resources: given.resources ?? [],
    detail: given.detail,
  };
}

/** EventBridge's own sum: 14 bytes for a time, and the UTF-8 bytes of every text. */
function entryBytes(entry: Entry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ""), 0);
  return bytes + (entry.Time === undefined ? 0 : 14);
}

function parsedObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function failure(code: string, message: string): AwsAnswer {
  return { status: 400, body: { __type: code, message } };
}
