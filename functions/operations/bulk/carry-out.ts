import {
  failure,
  holdsText,
  objectAccess,
  replaceText,
  snapshotOf,
  success,
  valueOf,
  type JsonObject,
  type ObjectModel,
  type Result,
  type StoredRecord,
} from "#engine";
import type { RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import type { WritePorts } from "../records/command.ts";
import { deleteRecord } from "../records/delete-record.ts";
import { loadVisible } from "../records/get-record.ts";
import { notFound, tooBusy } from "../records/problems.ts";
import { changeRecord } from "../records/write-record.ts";
import { hashId } from "../runs/identity.ts";
import type { RunPorts } from "../runs/run-ports.ts";
import { startFlow } from "../runs/start-flow.ts";
import { startedByPeople, type BulkAction } from "./bulk-action.ts";

export type CarryPorts = WritePorts & Omit<RunPorts, keyof WritePorts>;

/** One record of a bulk job. */
export interface Carrying<Action extends BulkAction = BulkAction> {
  readonly object: ObjectModel;
  readonly id: string;
  readonly action: Action;
  /** Of the job's log, for what a deletion takes with it. */
  readonly operation: string;
  /** Of the write; the same whenever the record's turn comes again. */
  readonly command: string;
}

/** What became of it: its write took place, or there was nothing to write. */
export type Carried = Result<"changed" | "unchanged">;

/** Does the action to one record, as this person and by the same decisions as a change of their own. */
export async function carryOut(ports: CarryPorts, caller: Caller, carrying: Carrying): Promise<Carried> {
  const { kind } = carrying.action;
  let isWritten = false;
  const commit: RecordStore["commit"] = async (workspace, writes) => {
    const outcome = await ports.recordStore.commit(workspace, writes);
    isWritten ||= outcome.ok;
    return outcome;
  };
  const watched = { ...ports, recordStore: { ...ports.recordStore, commit } };
  const done = await actions[kind](watched, caller, carrying as never);
  if (!done.ok) return done;
  return success(isWritten || done.value ? "changed" : "unchanged");
}

type Of<Kind extends BulkAction["kind"]> = Extract<BulkAction, { kind: Kind }>;
/** True: something happened beside writes of records. */
type Act<Kind extends BulkAction["kind"]> = (
  ports: CarryPorts,
  caller: Caller,
  carrying: Carrying<Of<Kind>>,
) => Promise<Result<boolean>>;

const actions: { readonly [Kind in BulkAction["kind"]]: Act<Kind> } = {
  edit: (ports, caller, { object, id, command, action }) =>
    change(ports, caller, { object, id, command, values: action.values }),
  owner: (ports, caller, { object, id, command, action }) =>
    change(ports, caller, { object, id, command, values: {}, owner: action.owner }),
  async delete(ports, caller, { object, id, command, operation }) {
    const target = { object: object.apiName, id, command, operation, expectedVersion: null };
    const deleted = await deleteRecord(ports, caller, target);
    return deleted.ok ? success(deleted.value !== null) : deleted;
  },
  async workflow(ports, caller, { object, id, action, command }) {
    const loaded = await loadVisible(ports, caller, { object: object.apiName, id });
    if (!loaded.ok) return loaded;
    const document = startedByPeople(caller, object).find((one) =>
      [one.id, one.apiName].includes(action.workflow),
    );
    if (!document) return failure(notFound);
    const record = snapshotOf(object, loaded.value.record);
    const eventId = hashId("bulk", command);
    return success(
      await startFlow(ports, caller.model, {
        kind: "workflow",
        document,
        signal: { kind: "enrolled", record, by: caller.user.id },
        event: { id: eventId, correlation: eventId, depth: 0, path: [] },
        later: true,
      }),
    );
  },
  replace,
};

interface Changing {
  readonly object: ObjectModel;
  readonly id: string;
  readonly command: string;
  readonly values: JsonObject;
  readonly owner?: string;
  readonly expectedVersion?: number;
}

async function change(ports: CarryPorts, caller: Caller, changing: Changing): Promise<Result<boolean>> {
  const request = { expectedVersion: null, ...changing, object: changing.object.apiName };
  const changed = await changeRecord(ports, caller, request);
  return changed.ok ? success(false) : changed;
}

/** Times a text is looked at again when the record moved meanwhile. */
const MOST_TRIES = 5;

async function replace(
  ports: CarryPorts,
  caller: Caller,
  { object, id, action, command }: Carrying<Of<"replace">>,
): Promise<Result<boolean>> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const loaded = await loadVisible(ports, caller, { object: object.apiName, id });
    if (!loaded.ok) return loaded;
    const { record } = loaded.value;
    const texts = replacedIn(caller, { object, record, action });
    if (!texts || texts.before === texts.after) return success(false);
    const values = { [action.field]: texts.after === "" ? null : texts.after };
    const expectedVersion = record.version;
    const done = await change(ports, caller, { object, id, command, values, expectedVersion });
    if (done.ok || done.problems[0]?.kind !== "stale") return done;
  }
  return failure(tooBusy);
}

/** The text before and after; null: the record has none that the caller may see. */
export function replacedIn(
  caller: Caller,
  given: { readonly object: ObjectModel; readonly record: StoredRecord; readonly action: Of<"replace"> },
): { readonly before: string; readonly after: string } | null {
  const { object, record, action } = given;
  const field = object.byName.get(action.field);
  const isSeen = objectAccess(caller.access, object.apiName).field(action.field) !== "none";
  const before = field && isSeen && holdsText(field) ? valueOf(field, record.values) : null;
  return typeof before === "string" ? { before, after: replaceText(before, action) } : null;
}
