import {
  isOpen,
  type EventEnvelope,
  type FlowDocument,
  type ObjectModel,
  type RecordRef,
  type RecordWrite,
  type RunState,
  type StoredRecord,
} from "#engine";
import type { CommitOutcome } from "#functions/ports/record-store.ts";
import type { RunCommit, RunCommitOutcome, RunStore } from "#functions/ports/run-store.ts";
import type { ClaimOutcome, SendRecord, SendStore } from "#functions/ports/send-store.ts";
import type { DueTimer, TimerStore } from "#functions/ports/timer-store.ts";

/** What survives a crash: the table as plain maps, with the conditions of the real stores. */
export class ModelTable {
  readonly records = new Map<string, StoredRecord>();
  readonly runs = new Map<string, RunState>();
  readonly flows = new Map<string, FlowDocument>();
  readonly effects = new Set<string>();
  readonly entries = new Map<string, { readonly run: string; readonly open: boolean }>();
  readonly timers: DueTimer[] = [];
  readonly sends = new Map<string, SendRecord>();
  readonly noticeIds: string[] = [];
  readonly refusedTopics = new Set<string>();
  readonly suppressed = new Set<string>();
  mark: number | null = null;
  private readonly publish: (event: EventEnvelope) => void;

  constructor(publish: (event: EventEnvelope) => void) {
    this.publish = publish;
  }

  write(writes: readonly RecordWrite[]): CommitOutcome {
    for (const [at, { record, expectedVersion }] of writes.entries()) {
      const stored = this.records.get(keyOf(record)) ?? null;
      if ((stored?.version ?? null) !== expectedVersion)
        return { ok: false, failure: { reason: "stale", write: at, current: stored } };
    }
    for (const write of writes) {
      if (write.kind === "delete") this.records.delete(keyOf(write.record));
      else this.records.set(keyOf(write.record), write.record);
      this.publish(recordEvent(write));
    }
    return { ok: true };
  }

  commit(commit: RunCommit): RunCommitOutcome {
    const { state, expectedRev, writes } = commit;
    const moved = { ok: false, reason: "moved" } as const;
    if ((this.runs.get(state.id)?.rev ?? null) !== expectedRev || this.isTaken(commit)) return moved;
    const written = this.write(writes);
    if (!written.ok) return { ok: false, reason: "record", failure: written.failure };
    this.runs.set(state.id, state);
    const entry = entryOf(state);
    if (entry !== null) this.entries.set(entry, { run: state.id, open: isOpen(state) });
    this.carryOut(commit);
    return { ok: true };
  }

  /** An effect that was carried out, or a journey that the record is inside. */
  private isTaken({ state, expectedRev, effects }: RunCommit): boolean {
    const entry = expectedRev === null ? entryOf(state) : null;
    const inside = entry !== null && this.entries.get(entry)?.open === true;
    return inside || effects.some((key) => this.effects.has(key));
  }

  private carryOut({ state, effects, timer, sends, notifications, outbox = [] }: RunCommit): void {
    for (const key of effects) this.effects.add(key);
    if (timer) this.timers.push({ workspace: "acme", subject: { object: "run", id: state.id }, ...timer });
    for (const send of sends) {
      this.sends.set(send.id, send);
      const subject = { object: "send", id: send.id } as const;
      this.timers.push({ workspace: "acme", subject, token: "overdue", at: send.overdueAt });
      this.publish(plainEvent("crm.mail.requested", send.id, subject));
    }
    this.noticeIds.push(...notifications.map((one) => one.id));
    for (const event of outbox) this.publish(event);
  }

  claim(send: SendRecord, at: string): ClaimOutcome {
    if (this.sends.get(send.id)?.state !== "ready") return "taken";
    if (this.suppressed.has(send.address)) return "suppressed";
    if (send.topic !== null && this.refusedTopics.has(`${send.address} ${send.topic}`)) return "unsubscribed";
    this.sends.set(send.id, { ...send, state: "sending", claimedAt: at });
    return "claimed";
  }

  settle({ id, from, to, patch, outbox }: Parameters<SendStore["settle"]>[1]): boolean {
    const send = this.sends.get(id);
    if (!send || !from.includes(send.state)) return false;
    this.sends.set(id, { ...send, ...patch, state: to });
    if (outbox) this.publish(outbox);
    return true;
  }

  note({ id, name, at, outbox }: Parameters<SendStore["note"]>[1]): boolean {
    const send = this.sends.get(id);
    if (!send || send.events?.[name] !== undefined) return false;
    this.sends.set(id, { ...send, events: { ...send.events, [name]: at } });
    this.publish(outbox);
    return true;
  }

  runsOf(of: Parameters<RunStore["list"]>[1]["of"]): readonly RunState[] {
    const all = [...this.runs.values()];
    if ("definition" in of) return all.filter((one) => one.definition === of.definition);
    return all.filter((one) => keyOf(one.record) === keyOf(of.record));
  }

  due(from: number, to: number): ReturnType<TimerStore["due"]> {
    const within = ({ at }: DueTimer): boolean => Date.parse(at) >= from && Date.parse(at) <= to;
    return Promise.resolve(this.timers.filter(within));
  }
}

export function keyOf({ object, id }: RecordRef): string {
  return `${object}/${id}`;
}

function entryOf({ kind, definition, record }: RunState): string | null {
  return kind === "journey" ? `${definition} ${keyOf(record)}` : null;
}

/** An event of no particular origin; the same parts give the same event. */
export function plainEvent(
  type: EventEnvelope["type"],
  id: string,
  subject: EventEnvelope["subject"],
): EventEnvelope {
  return {
    ...{ id: `${type} ${id}`, type, typeVersion: 1, workspace: "acme", subject, recordVersion: 0 },
    ...{ occurredAt: "2026-01-01T00:00:00.000Z", actor: { kind: "system", id: "simulation" } },
    ...{ correlation: id, causation: id, depth: 0, path: [], data: {} },
  };
}

const types = { create: "created", restore: "updated", update: "updated", delete: "deleted" } as const;

/** What the relay makes of a write that reached the table. */
function recordEvent({ kind, object, record, before, causation }: RecordWrite): EventEnvelope {
  const { owner, createdAt, createdBy, updatedAt, updatedBy, values } = record;
  const old = before?.values ?? {};
  const changed = changedIds(object, { old, values });
  const { depth, path, correlation, actor } = causation;
  return {
    ...plainEvent(`crm.record.${types[kind]}`, `${record.id}@${record.version}`, {
      object: object.id,
      id: record.id,
    }),
    ...{ recordVersion: record.version, depth, path, correlation, actor },
    data: {
      changed,
      before: Object.fromEntries(changed.map((id) => [id, old[id] ?? null])),
      after: values,
      system: { owner, createdAt, createdBy, updatedAt, updatedBy },
    },
  };
}

function changedIds(
  object: ObjectModel,
  { old, values }: { readonly old: StoredRecord["values"]; readonly values: StoredRecord["values"] },
): readonly string[] {
  return object.fields
    .map((one) => one.id)
    .filter((id) => JSON.stringify(old[id] ?? null) !== JSON.stringify(values[id] ?? null));
}
