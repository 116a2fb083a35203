import type { EventEnvelope, EventType, JsonObject, Json } from "#engine";
import type { EventBus } from "../../ports/event-bus.ts";
import type { TableChange } from "../../ports/table-change.ts";
import { hashId } from "../runs/identity.ts";

/** Tries to publish what the bus did not take. */
const MOST_TRIES = 3;

/**
 * Turns changes of the table into events; returns the sequence numbers of changes whose event was not taken, the
 * earliest first. The same change always gives the same event id.
 */
export async function relayStream(
  ports: { readonly eventBus: EventBus },
  changes: readonly TableChange[],
): Promise<readonly string[]> {
  let open = changes.flatMap((change) => {
    const event = eventOf(change);
    return event ? [{ sequence: change.sequence, event }] : [];
  });
  for (let tries = 0; open.length > 0 && tries < MOST_TRIES; tries += 1) {
    const refused = await ports.eventBus.publish(open.map((one) => one.event));
    open = refused.flatMap((at) => open[at] ?? []);
  }
  return open.map((one) => one.sequence);
}

type Item = Readonly<Record<string, unknown>>;
const makers: Readonly<Record<string, (change: TableChange) => EventEnvelope | null>> = {
  rec: recordEvent,
  snd: mailEvent,
  job: jobEvent,
  evt: ({ kind, after }) =>
    kind === "INSERT" ? ((after?.["event"] as EventEnvelope | undefined) ?? null) : null,
};

function eventOf(change: TableChange): EventEnvelope | null {
  if (change.expired) return null;
  const type = (change.after ?? change.before)?.["ty"];
  return typeof type === "string" && Object.hasOwn(makers, type) ? (makers[type]?.(change) ?? null) : null;
}

const recordTypes: Readonly<Record<TableChange["kind"], EventType>> = {
  INSERT: "crm.record.created",
  MODIFY: "crm.record.updated",
  REMOVE: "crm.record.deleted",
};

interface Origin {
  readonly command: string;
  readonly correlation: string;
  readonly depth: number;
  readonly path: readonly string[];
  readonly actor: EventEnvelope["actor"];
}

function recordEvent(change: TableChange): EventEnvelope | null {
  const { kind, before, after } = change;
  const item = (after ?? before) as Item;
  const [workspace = "", , objectId = ""] = (item["pk"] as string).split("#");
  const old = valuesOf(before);
  const values = valuesOf(after);
  const changed = restored(change)
    ? []
    : [...new Set([...Object.keys(old), ...Object.keys(values)])].filter(
        (id) => JSON.stringify(old[id] ?? null) !== JSON.stringify(values[id] ?? null),
      );
  // A rewrite for an index changes no version and is no event.
  if (kind === "MODIFY" && before?.["ver"] === after?.["ver"]) return null;
  const { command, correlation, depth, path, actor } = item["_m"] as Origin;
  const v = item["v"] as Readonly<Record<string, string>>;
  const system = {
    owner: v["_o"],
    createdAt: v["_c"],
    createdBy: v["_cb"],
    updatedAt: item["ma"],
    updatedBy: item["mb"],
  };
  return {
    ...envelope(change, restored(change) ? "crm.record.updated" : recordTypes[kind], {
      workspace,
      object: objectId,
      id: item["sk"] as string,
    }),
    recordVersion: item["ver"] as number,
    occurredAt: item["ma"] as string,
    ...{ actor, correlation, causation: command, depth, path },
    data: {
      changed,
      before: Object.fromEntries(changed.map((id) => [id, old[id] ?? null])),
      after: values,
      system: system as JsonObject,
    },
  };
}

/** Back from the bin: there was the record before, and nothing of it changed. */
function restored({ kind, after }: TableChange): boolean {
  return kind === "INSERT" && ((after?.["ver"] as number | undefined) ?? 0) > 1;
}

/** Values by field id of an item, without the system's own. */
function valuesOf(item: Item | null): Readonly<Record<string, Json>> {
  const maps = [item?.["v"], item?.["w"], item?.["x"]] as (Readonly<Record<string, Json>> | undefined)[];
  const all = Object.assign({}, ...maps) as Record<string, Json>;
  return Object.fromEntries(Object.entries(all).filter(([id]) => !id.startsWith("_")));
}

function mailEvent(change: TableChange): EventEnvelope | null {
  // A mail is asked for once; one that has to wait comes back with its message, not with another event.
  const { kind, after } = change;
  if (kind !== "INSERT" || after?.["state"] !== "ready") return null;
  const { workspace, id, createdAt, correlation } = after as Readonly<Record<string, string>>;
  return {
    ...envelope(change, "crm.mail.requested", { workspace: workspace ?? "", object: "send", id: id ?? "" }),
    ...{ occurredAt: createdAt ?? "", correlation: correlation ?? "" },
  };
}

function jobEvent(change: TableChange): EventEnvelope | null {
  const { kind, before, after } = change;
  if (kind === "REMOVE" || !after) return null;
  const ticket = ticketOf(after);
  if (kind === "MODIFY" && ticketOf(before) === ticket) return null;
  const [workspace = ""] = (after["pk"] as string).split("#");
  const job = (after["job"] ?? after) as Readonly<Record<string, string>>;
  return {
    ...envelope(change, "crm.job.requested", { workspace, object: "job", id: job["id"] ?? "" }),
    ...{ occurredAt: job["createdAt"] ?? "", data: { kind: job["kind"] ?? "", ticket } },
  };
}

/** How many deliveries a job has asked for. */
function ticketOf(item: Item | null): number {
  const { ticket } = (item?.["job"] ?? {}) as { readonly ticket?: number };
  return ticket ?? 1;
}

function envelope(
  change: TableChange,
  type: EventType,
  { workspace, object, id }: { readonly workspace: string; readonly object: string; readonly id: string },
): EventEnvelope {
  const eventId = hashId(change.eventId, type);
  return {
    id: eventId,
    type,
    typeVersion: 1,
    workspace,
    subject: { object, id },
    recordVersion: 0,
    occurredAt: "",
    actor: { kind: "system", id: "relay" },
    correlation: eventId,
    causation: change.eventId,
    depth: 0,
    path: [],
    data: {},
  };
}
