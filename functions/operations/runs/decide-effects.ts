import {
  decideWrite,
  failure,
  success,
  writeNeeds,
  type Causation,
  type Effect,
  type JsonObject,
  type KeyedEffect,
  type ObjectModel,
  type RecordRef,
  type RecordWrite,
  type Result,
  type RunState,
  type StoredRecord,
  type TransitionUse,
  type WorkspaceModel,
} from "#engine";
import type { NotificationEntry } from "../../ports/notification-store.ts";
import type { SendRecord } from "../../ports/send-store.ts";
import { loadRelations } from "../records/load-relations.ts";
import { notFound } from "../records/problems.ts";
import { MAIL_HORIZON } from "../mail/overdue-mail.ts";
import { hashId } from "./identity.ts";
import { findRecipient } from "./find-recipient.ts";
import type { RunPorts } from "./run-ports.ts";

/** What a step's effects come to, ready to be committed with the run. */
export interface DecidedEffects {
  readonly writes: readonly RecordWrite[];
  readonly sends: readonly SendRecord[];
  readonly notifications: readonly NotificationEntry[];
  /** What is learned on the way, added to the step's result: `id` of a created record, `skipped` of a mail. */
  readonly learned: JsonObject;
}

interface Around {
  readonly ports: RunPorts;
  readonly model: WorkspaceModel;
  readonly state: RunState;
}

/** Decides all effects of a step; the first that is refused refuses them all. */
export async function decideEffects(
  around: Around,
  effects: readonly KeyedEffect[],
): Promise<Result<DecidedEffects>> {
  let all: DecidedEffects = { writes: [], sends: [], notifications: [], learned: {} };
  for (const keyed of effects) {
    const decided = await decideEffect(around, keyed);
    if (!decided.ok) return decided;
    const one = decided.value;
    all = {
      writes: [...all.writes, ...(one.writes ?? [])],
      sends: [...all.sends, ...(one.sends ?? [])],
      notifications: [...all.notifications, ...(one.notifications ?? [])],
      learned: { ...all.learned, ...one.learned },
    };
  }
  return success(all);
}

type Of<Kind extends Effect["kind"]> = Extract<Effect, { kind: Kind }>;

interface At {
  readonly key: string;
  readonly step: string;
}

type Decided = Promise<Result<Partial<DecidedEffects>>>;

/** What each kind of effect comes to. */
const deciders: {
  readonly [Kind in Effect["kind"]]: (around: Around, effect: Of<Kind>, at: At) => Decided;
} = { createRecord: create, updateRecord: update, sendMail: mail, notify };

function decideEffect(around: Around, { key, step, effect }: KeyedEffect): Decided {
  const decider = deciders[effect.kind] as (around: Around, effect: Effect, at: At) => Decided;
  return decider(around, effect, { key, step });
}

async function create({ ports, model, state }: Around, effect: Of<"createRecord">, { step }: At): Decided {
  const object = model.objects.get(effect.object);
  if (!object) return failure(notFound);
  const { sequences } = writeNeeds({ object, values: effect.values, kind: "create" });
  const numbers = await Promise.all(
    sequences.map(
      async (fieldId) =>
        [fieldId, await ports.recordStore.nextNumber(model.workspace.id, object, fieldId)] as const,
    ),
  );
  const id = ports.ids.ulid();
  const owner = effect.owner;
  const decided = await decide(
    { ports, model, state },
    { object, values: effect.values, step, id, current: null, numbers: Object.fromEntries(numbers), owner },
  );
  return decided.ok ? success({ writes: [decided.value], learned: { id } }) : decided;
}

async function update({ ports, model, state }: Around, effect: Of<"updateRecord">, { step }: At): Decided {
  const object = model.objects.get(effect.record.object);
  const current = object && (await ports.recordStore.get(model.workspace.id, object, effect.record.id));
  if (!object || !current) return failure(notFound);
  const { values, transition } = effect;
  const decided = await decide(
    { ports, model, state },
    {
      ...{ object, values, step, id: current.id, current, numbers: {}, owner: null },
      ...(transition === undefined ? {} : { transition: { name: transition, checklist: {} } }),
    },
  );
  if (!decided.ok) return decided;
  return success(
    decided.value.changed.length === 0 ? { learned: { unchanged: true } } : { writes: [decided.value] },
  );
}

interface Draft {
  readonly object: ObjectModel;
  readonly values: JsonObject;
  readonly step: string;
  readonly id: string;
  readonly current: StoredRecord | null;
  readonly numbers: Readonly<Record<string, number>>;
  readonly owner: string | null;
  readonly transition?: TransitionUse;
}

async function decide(around: Around, draft: Draft): Promise<Result<RecordWrite>> {
  const { ports, model, state } = around;
  const { object, values, current, owner } = draft;
  const kind = current ? "update" : "create";
  const mentioned = writeNeeds({ object, values, kind }).references.map((one) => one.ref);
  const refs = owner === null ? mentioned : [...mentioned, { object: "user", id: owner }];
  const relations = await loadRelations(ports.recordStore, model.workspace.id, {
    ...{ model, object, values, current, loaded: [] },
  });
  return decideWrite({
    ...relations,
    ...{ model, object, kind, access: null, current, values, id: draft.id, numbers: draft.numbers },
    expectedVersion: current?.version ?? null,
    ...(owner === null ? {} : { owner }),
    ...(draft.transition === undefined ? {} : { transition: draft.transition }),
    causation: causationOf(state, draft.step),
    now: ports.clock.now().toISOString(),
    related: await related(ports, model, refs),
  });
}

/** One hop further than what started the run. */
function causationOf(state: RunState, step: string): Causation {
  const { id, correlation, depth, path, kind, definition } = state;
  const command = `${id}#${step}`;
  return { command, correlation, depth: depth + 1, path, actor: { kind, id: definition } };
}

async function related(ports: RunPorts, model: WorkspaceModel, refs: readonly RecordRef[]) {
  return Promise.all(
    refs.map(async (ref) => {
      const object = model.objects.get(ref.object);
      const found = object
        ? await ports.recordStore.get(model.workspace.id, object, ref.id)
        : ref.object === "user" && (await ports.userStore.get(model.workspace.id, ref.id));
      return { ref, visible: Boolean(found) };
    }),
  );
}

async function mail(around: Around, effect: Of<"sendMail">, at: At): Decided {
  const { ports, model, state } = around;
  const template = model.templates.get(effect.template);
  if (!template) return failure(notFound);
  const found = await findRecipient(ports, model, { effect, object: template.object });
  if (!found) return success({ learned: { skipped: true, reason: "no_recipient" } });
  if (found.address === null) return success({ learned: { skipped: true, reason: "no_address" } });
  const now = ports.clock.now();
  const send: SendRecord = {
    id: hashId(at.key),
    state: "ready",
    template: effect.template,
    recipient: found.recipient,
    address: found.address,
    topic: template.topic ?? null,
    run: state.id,
    step: at.step,
    correlation: state.correlation,
    createdAt: now.toISOString(),
    overdueAt: new Date(now.getTime() + MAIL_HORIZON).toISOString(),
  };
  return success({ sends: [send], learned: { send: send.id, recipient: found.recipient.id } });
}

function notify({ ports }: Around, effect: Of<"notify">, { key }: At): Decided {
  const { user, message, about } = effect;
  const entry = { id: hashId(key), user, message, about, read: false };
  const notification = { ...entry, at: ports.clock.now().toISOString() };
  return Promise.resolve(success({ notifications: [notification] }));
}
