import {
  decideRefresh,
  masterField,
  targetOf,
  valueOf,
  type Causation,
  type ObjectModel,
  type StoredRecord,
  type WorkspaceModel,
} from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { DerivedStore } from "../../ports/derived-store.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import { loadReached } from "../records/load-reached.ts";
import { rollupValues } from "./rollup-values.ts";

export interface RefreshPorts {
  readonly derivedStore: DerivedStore;
  readonly recordStore: RecordStore;
  readonly clock: Clock;
}

/** How every write of a derived value begins its command. */
const PREFIX = "derive:";
/** Rounds until a record stays as it is; each lost one means that somebody else wrote it meanwhile. */
const MOST_ROUNDS = 60;

/** Whether a write only brought derived values up to date. */
export function isRefresh({ command }: Causation): boolean {
  return command.startsWith(PREFIX);
}

/** The causation of refreshes that follow a change. */
export function refreshCausation(change: Causation): Causation {
  const command = change.command.startsWith(PREFIX) ? change.command : PREFIX + change.command;
  return { ...change, command, depth: change.depth, actor: { kind: "system", id: "" } };
}

/**
 * Brings the roll-ups, formulas and owner of a record up to what is stored now. Every round reads the record first and what
 * it is made of after, and writes under the record's version; it ends with a round that finds nothing to change. So whoever
 * comes last has seen the newest, whatever the order of events, and a round that was cut short is made good by the
 * redelivery of its event.
 */
export async function refreshRecord(
  ports: RefreshPorts,
  model: WorkspaceModel,
  target: { readonly object: ObjectModel; readonly id: string; readonly causation: Causation },
): Promise<void> {
  const { object, id } = target;
  const workspace = model.workspace.id;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const current = await ports.recordStore.get(workspace, object, id);
    if (!current) return;
    const [rollups, reached, masterOwner] = await Promise.all([
      rollupValues(ports.derivedStore, model, { object, id }),
      loadReached(ports.recordStore, workspace, { model, object, values: current.values }),
      ownerOfMaster(ports, model, { object, current }),
    ]);
    const now = ports.clock.now().toISOString();
    const write = decideRefresh({
      object,
      current,
      rollups,
      reached,
      masterOwner,
      causation: target.causation,
      now,
    });
    if (!write) return;
    await ports.recordStore.commit(workspace, [write]);
  }
  throw new Error("a record kept moving while its derived values were brought up to date");
}

async function ownerOfMaster(
  { recordStore }: RefreshPorts,
  model: WorkspaceModel,
  { object, current }: { readonly object: ObjectModel; readonly current: StoredRecord },
): Promise<string | null> {
  const field = masterField(object);
  const master = field ? model.objects.get(targetOf(field) ?? "") : undefined;
  const id = field ? valueOf(field, current.values) : null;
  if (!master || typeof id !== "string") return null;
  return (await recordStore.get(model.workspace.id, master, id))?.owner ?? null;
}
