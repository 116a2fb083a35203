import type { Logger } from "../../ports/logger.ts";
import type { RecordChange } from "../../ports/record-change.ts";
import { deriveRecord, type DerivePorts } from "./derive-record.ts";
import { deriveTogether } from "./derive-together.ts";

/** Records derived at once, when not together; the changes of one record stay in order. */
const LANES = 8;

type StreamPorts = DerivePorts & { readonly logger: Logger };

/**
 * Derives a batch; returns the sequence number of the earliest change that failed, null when none did. The metadata is the
 * newest when the batch begins, and the batch is derived again when it was published meanwhile: whatever a job that derives
 * all records again does not see was derived by the newest metadata here.
 */
export async function deriveStream(
  ports: StreamPorts,
  changes: readonly RecordChange[],
): Promise<string | null> {
  const workspaces = [...new Set(changes.map((one) => one.workspace))];
  for (const one of workspaces) ports.models.invalidate(one);
  const versions = await versionsOf(ports, workspaces);
  const failed = await deriveAll(ports, changes);
  if (failed !== null) return failed;
  for (const one of workspaces) ports.models.invalidate(one);
  const isSame = (await versionsOf(ports, workspaces)).join() === versions.join();
  return isSame ? null : deriveAll(ports, changes);
}

function versionsOf({ models }: DerivePorts, workspaces: readonly string[]) {
  return Promise.all(workspaces.map(async (one) => (await models.current(one))?.version ?? 0));
}

async function deriveAll(ports: StreamPorts, changes: readonly RecordChange[]): Promise<string | null> {
  const groups = new Map<string, RecordChange[]>();
  for (const change of await leftover(ports, changes)) {
    const key = JSON.stringify([change.workspace, change.target]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  const waiting = [...groups.values()];
  const failed = new Set<RecordChange>();
  const lane = async (): Promise<void> => {
    for (let group = waiting.shift(); group; group = waiting.shift()) {
      const first = await firstFailure(ports, group);
      if (first) failed.add(first);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return changes.find((one) => failed.has(one))?.sequence ?? null;
}

/** What could not be derived together, in its order. */
async function leftover(
  ports: StreamPorts,
  changes: readonly RecordChange[],
): Promise<readonly RecordChange[]> {
  const left = new Set<RecordChange>();
  for (const workspace of new Set(changes.map((one) => one.workspace))) {
    const own = changes.filter((one) => one.workspace === workspace);
    try {
      for (const one of await deriveTogether(ports, workspace, own)) left.add(one);
    } catch (error) {
      ports.logger.error("changes could not be derived together", error, { count: own.length });
      for (const one of own) left.add(one);
    }
  }
  return changes.filter((one) => left.has(one));
}

async function firstFailure(
  ports: StreamPorts,
  group: readonly RecordChange[],
): Promise<RecordChange | null> {
  for (const change of group) {
    try {
      await deriveRecord(ports, change);
    } catch (error) {
      ports.logger.error("a change could not be derived", error, { sequence: change.sequence });
      return change;
    }
  }
  return null;
}
