import type { RecordRef } from "#engine";
import { workspaceKey, type ItemKey } from "./keys.ts";

/** Keys of runs, timers, mails and notifications; every part but the last is escaped like in `keys.ts`. */
function joined(...parts: readonly string[]): string {
  return parts.map((one) => one.replaceAll("%", "%25").replaceAll("#", "%23")).join("#");
}

function within(workspace: string, ...parts: readonly string[]): string {
  return joined(workspaceKey(workspace), ...parts);
}

/** Partition of one run: its state and its steps. */
export const runPartition = (workspace: string, id: string): string => within(workspace, "run", id);
export const runKey = (workspace: string, id: string): ItemKey => ({
  pk: runPartition(workspace, id),
  sk: "STATE",
});

/** A step's place: by the revision that committed it, then its position in that commit. */
export const stepKey = (workspace: string, id: string, place: { rev: number; at: number }): ItemKey => ({
  pk: runPartition(workspace, id),
  sk: `H#${String(place.rev).padStart(8, "0")}#${String(place.at).padStart(5, "0")}`,
});

/** Runs of a definition, by start. */
export const definitionRuns = (workspace: string, definition: string): string =>
  within(workspace, "runs-of", definition);
/** Runs about a record, by start. */
export const recordRuns = (workspace: string, record: RecordRef): string =>
  within(workspace, "runs-on", record.object, record.id);

export const flowKey = (workspace: string, hash: string): ItemKey => ({
  pk: within(workspace, "flow", hash),
  sk: "F",
});
export const effectKey = (workspace: string, key: string): ItemKey => ({
  pk: within(workspace, "effect", key),
  sk: "E",
});
export const entryKey = (workspace: string, journey: string, record: RecordRef): ItemKey => ({
  pk: within(workspace, "entry", journey, record.object, record.id),
  sk: "E",
});

/** Runs that are to take a step, of all workspaces; few at any time. */
export const ACTIVE_RUNS = "~active-runs";
export const activeRunKey = (workspace: string, id: string): ItemKey => ({
  pk: ACTIVE_RUNS,
  sk: joined(workspaceKey(workspace), id),
});

/** Partitions an hour's timers are spread over. */
export const TIMER_SHARDS = 16;
/** Timers of an hour, `yyyyMMddHH` of an instant in RFC 3339 UTC, by the instant they fall due. */
export const timerPartition = (instant: string, shard: number): string =>
  `T#${instant.slice(0, 13).replace(/\D/g, "")}#${String(shard)}`;
export const watermarkKey: ItemKey = { pk: "~timers", sk: "U" };

export const sendKey = (workspace: string, id: string): ItemKey => ({
  pk: within(workspace, "send", id),
  sk: "S",
});
/** What happened around a record, per kind, by time; for its timeline. */
export const mailsTo = (workspace: string, record: RecordRef): string =>
  within(workspace, "mails-to", record.object, record.id);
export const noticesAbout = (workspace: string, record: RecordRef): string =>
  within(workspace, "notices-about", record.object, record.id);
export const consentKey = (workspace: string, addressHash: string, topic: string): ItemKey => ({
  pk: within(workspace, "consent", addressHash),
  sk: topic,
});
export const suppressionKey = (workspace: string, addressHash: string): ItemKey => ({
  pk: within(workspace, "suppressed", addressHash),
  sk: "S",
});
export const outboxKey = (workspace: string, id: string): ItemKey => ({
  pk: within(workspace, "outbox", id),
  sk: "E",
});
export const notificationPartition = (workspace: string, user: string): string =>
  within(workspace, "notification", user);
