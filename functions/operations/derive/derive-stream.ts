import type { Logger } from "../../ports/logger.ts";
import type { RecordChange } from "../../ports/record-change.ts";
import { deriveRecord, type DerivePorts } from "./derive-record.ts";

/** Records derived at once; the changes of one record stay in order. */
const LANES = 8;

/**
 * Derives a batch; returns the sequence number of the earliest change that failed, null when none did. The metadata is the
 * newest when the batch begins, and the batch is derived again when it was published meanwhile: whatever a job that derives
 * all records again does not see was derived by the newest metadata here.
 */
export async function deriveStream(
  ports: DerivePorts & { readonly logger: Logger },
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

async function deriveAll(
  ports: DerivePorts & { readonly logger: Logger },
  changes: readonly RecordChange[],
): Promise<string | null> {
  const groups = new Map<string, RecordChange[]>();
  for (const change of changes) {
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

async function firstFailure(
  ports: DerivePorts & { readonly logger: Logger },
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
