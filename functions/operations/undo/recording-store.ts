import type { JsonObject, RecordWrite, StoredRecord } from "#engine";
import type { RecordStore } from "../../ports/record-store.ts";
import type { UndoEntry, UndoLog } from "../../ports/undo-log.ts";

/**
 * The store an operation writes through so that it can be undone: what each write does is told to the log before the
 * write. Writes that come while the log is being written are told together with the next ones.
 */
export function recordingStore(store: RecordStore, undoLog: UndoLog, operationId: string): RecordStore {
  const logs = new Map<string, (entries: readonly UndoEntry[]) => Promise<void>>();
  const logOf = (workspace: string) => {
    const known = logs.get(workspace);
    if (known) return known;
    const made = together((entries) => undoLog.append(workspace, operationId, entries));
    logs.set(workspace, made);
    return made;
  };
  return {
    ...store,
    async commit(workspace, writes) {
      await logOf(workspace)(inOrder(writes).map(undoEntry));
      return store.commit(workspace, writes);
    },
  };
}

/** A record deleted with others is listed after them, so that it comes back before what refers to it. */
function inOrder(writes: readonly RecordWrite[]): readonly RecordWrite[] {
  return writes.some((one) => one.kind === "delete") ? writes.toReversed() : writes;
}

/** What has to be known to take a write back; a record that came back from the bin goes there again. */
function undoEntry({ kind, object, record, before, causation }: RecordWrite): UndoEntry {
  const { command } = causation;
  const known = { objectId: object.id, id: record.id, version: record.version, command };
  const isUpdate = kind === "update" && before !== null;
  return { ...known, kind: kinds[kind], before: isUpdate ? whatWas(before, record) : { values: {} } };
}

const kinds: Readonly<Record<RecordWrite["kind"], UndoEntry["kind"]>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  restore: "created",
};

function whatWas(before: StoredRecord, after: StoredRecord): UndoEntry["before"] {
  const values: Record<string, JsonObject[string]> = {};
  for (const key of new Set([...Object.keys(before.values), ...Object.keys(after.values)])) {
    const was = before.values[key] ?? null;
    if (JSON.stringify(was) !== JSON.stringify(after.values[key] ?? null)) values[key] = was;
  }
  return {
    values,
    ...(before.owner === after.owner ? {} : { owner: before.owner }),
    ...(before.stageEnteredAt === after.stageEnteredAt
      ? {}
      : { stageEnteredAt: before.stageEnteredAt ?? null }),
  };
}

/** Tells the log one list at a time; lists that arrive meanwhile go together. */
function together(
  append: (entries: readonly UndoEntry[]) => Promise<void>,
): (entries: readonly UndoEntry[]) => Promise<void> {
  let waiting: UndoEntry[] = [];
  let last: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  return (entries) => {
    if (entries.length === 0) return Promise.resolve();
    waiting.push(...entries);
    next ??= last.then(flush, flush);
    return next;
  };
  function flush(): Promise<void> {
    const told = waiting;
    waiting = [];
    next = null;
    last = append(told);
    return last;
  }
}
