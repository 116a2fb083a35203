import {
  failure,
  objectAccess,
  success,
  type FieldModel,
  type Json,
  type LocalizedText,
  type MergeNote,
  type MoveNote,
  type ObjectAccess,
  type ObjectModel,
  type RecordRef,
  type Result,
} from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { HistoryEntry, PagePosition, RecordStore } from "../../ports/record-store.ts";
import type { Signer } from "../../ports/signer.ts";
import type { TimelineEvent, TimelineSource } from "../../ports/timeline-source.ts";
import type { Caller } from "../access/caller.ts";
import { badCursor, openCursor, sealCursor, type CursorBinding } from "./cursor.ts";
import { loadVisible } from "./get-record.ts";
import { refKey, USER_OBJECT, visibleName, type ReferenceNames } from "./reference-names.ts";

export interface TimelinePorts {
  readonly recordStore: RecordStore;
  readonly clock: Clock;
  readonly signer: Signer;
  readonly timelineSources: readonly TimelineSource[];
}

export interface TimelineEntry {
  readonly id: string;
  readonly at: string;
  readonly kind: HistoryEntry["kind"] | TimelineEvent["kind"];
  readonly actor: { readonly kind: string; readonly id: string; readonly name: string };
  readonly version?: number;
  readonly changes?: readonly FieldChange[];
  /** How it moved through its pipeline, when by a transition; names and labels are those of then. */
  readonly move?: MoveNote;
  /** The records that became this one; without names where the caller may not read them. */
  readonly merge?: MergeNote;
  readonly title?: LocalizedText;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface FieldChange {
  readonly field: string;
  readonly label: LocalizedText;
  readonly before: Json;
  readonly after: Json;
}

export interface Timeline {
  readonly items: readonly TimelineEntry[];
  readonly cursor: string | null;
  readonly references: ReferenceNames;
}

/** Everything that happened to a record, newest first; changes of hidden fields are left out. */
export async function readTimeline(
  ports: TimelinePorts,
  caller: Caller,
  request: {
    readonly object: string;
    readonly id: string;
    readonly limit: number;
    readonly cursor: string | null;
  },
): Promise<Result<Timeline>> {
  const binding = bindingOf(caller, request);
  const opened = openPosition(ports, binding, request.cursor);
  if (!opened.ok) return opened;
  const loaded = await loadVisible(ports, caller, request);
  if (!loaded.ok) return loaded;
  const { object } = loaded.value;
  const { history: position, before } = opened.value;
  const page = { object, id: request.id, limit: request.limit, position };
  const record: RecordRef = { object: object.apiName, id: request.id };
  const [history, ...events] = await Promise.all([
    before.done ? emptyHistory : ports.recordStore.history(caller.workspace, page),
    ...ports.timelineSources.map((one) =>
      one.events(caller.workspace, { record, before: before.at, limit: request.limit }),
    ),
  ]);
  const ends = history.position !== null ? history.items.at(-1)?.at : undefined;
  const all = [
    ...history.items.flatMap((one) => historyEntry(caller, object, one)),
    ...events
      .flat()
      .filter((one) => (ends === undefined || one.at >= ends) && !isHidden(caller, object, one))
      .map(eventEntry),
  ].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : b.id < a.id ? -1 : 1));
  const oldestEvents = events.map((list) => (list.length === request.limit ? list.at(-1)?.at : undefined));
  const more = history.position !== null || oldestEvents.some((one) => one !== undefined);
  const items = await named(caller, all);
  const next = {
    history: history.position,
    before: { at: all.at(-1)?.at ?? before.at, done: history.position === null },
  };
  const now = ports.clock.now();
  return success({
    items,
    cursor: more ? sealCursor(ports.signer, binding, { position: next, now }) : null,
    references: await changedNames(ports, caller, { object, items }),
  });
}

interface TimelinePosition {
  readonly history: PagePosition | null;
  readonly before: { readonly at: string | null; readonly done: boolean };
}

const emptyHistory: Awaited<ReturnType<RecordStore["history"]>> = { items: [], position: null };

function bindingOf(caller: Caller, request: { readonly object: string; readonly id: string }): CursorBinding {
  const question = `timeline ${request.object}/${request.id}`;
  return { workspace: caller.workspace, userId: caller.user.id, question };
}

function openPosition(
  ports: TimelinePorts,
  binding: CursorBinding,
  cursor: string | null,
): Result<TimelinePosition> {
  if (cursor === null) return success({ history: null, before: { at: null, done: false } });
  const opened = openCursor(ports.signer, binding, { cursor, now: ports.clock.now() });
  if (!opened.ok) return opened;
  const position = opened.value as TimelinePosition | null;
  return position?.before ? success(position) : failure(badCursor);
}

function shownMerge(granted: ObjectAccess, object: ObjectModel, { merge }: HistoryEntry) {
  if (!merge) return {};
  const isNamed = granted.field(object.nameField.apiName) !== "none";
  return {
    merge: { ...merge, others: merge.others.map(({ id, name }) => ({ id, name: isNamed ? name : "" })) },
  };
}

function historyEntry(caller: Caller, object: ObjectModel, entry: HistoryEntry): TimelineEntry[] {
  const granted = objectAccess(caller.access, object.apiName);
  const order = [...object.byId.keys(), OWNER_ID];
  const changes = order.flatMap((fieldId) => {
    const change = Object.hasOwn(entry.changes, fieldId) ? entry.changes[fieldId] : undefined;
    if (!change) return [];
    const [before, after] = change;
    const field = object.byId.get(fieldId);
    if (!field) return [ownerChange(before, after)];
    if (granted.field(field.apiName) === "none") return [];
    const { apiName, definition } = field;
    const [was, is] = [shown(field, before), shown(field, after)];
    return [{ field: apiName, label: definition.label, before: was, after: is }];
  });
  if (entry.kind === "updated" && changes.length === 0 && !entry.merge) return [];
  const { at, kind, version, actor } = entry;
  const shownMove = entry.move && readsStage(granted, object) ? { move: entry.move } : {};
  return [
    {
      id: `${at}-${version}`,
      at,
      kind,
      actor: { ...actor, name: "" },
      version,
      changes,
      ...shownMove,
      ...shownMerge(granted, object, entry),
    },
  ];
}

function readsStage(granted: ObjectAccess, { pipeline }: ObjectModel): boolean {
  return pipeline !== null && granted.field(pipeline.stageField.apiName) !== "none";
}

/** Id under which storage keeps the owner. */
const OWNER_ID = "_o";

function ownerChange(before: unknown, after: unknown): FieldChange {
  const label = { "zh-CN": "负责人", en: "Owner" };
  return { field: "owner", label, before: (before ?? null) as Json, after: (after ?? null) as Json };
}

/** A stored value as the API shows it. */
function shown(field: FieldModel, stored: unknown): Json {
  if (stored === undefined || stored === null) return null;
  return field.type.storage.decode(stored as Json) as Json;
}

/** An event about a field the reader may not see. */
function isHidden(caller: Caller, object: ObjectModel, { details }: TimelineEvent): boolean {
  const { field } = details;
  const granted = objectAccess(caller.access, object.apiName);
  return typeof field === "string" && granted.field(field) === "none";
}

function eventEntry(event: TimelineEvent): TimelineEntry {
  const { id, at, kind, actor, title, details } = event;
  return { id, at, kind, actor: { ...actor, name: "" }, title, details };
}

async function named(caller: Caller, entries: readonly TimelineEntry[]): Promise<readonly TimelineEntry[]> {
  if (entries.length === 0) return entries;
  const people = await caller.people();
  const labels = new Map(
    [...caller.model.workflows, ...caller.model.journeys].map((one) => [
      one.id,
      one.label[caller.user.locale],
    ]),
  );
  return entries.map((entry) => {
    const name = people.get(entry.actor.id)?.name ?? labels.get(entry.actor.id) ?? "";
    return { ...entry, actor: { ...entry.actor, name } };
  });
}

/** What one value mentions; without a field it is the owner's. */
function mentionedIn(field: FieldModel | undefined, value: Json): readonly RecordRef[] {
  if (value === null) return [];
  if (!field) return typeof value === "string" ? [{ object: USER_OBJECT, id: value }] : [];
  return field.type.references?.(value, field.settings) ?? [];
}

/** Names of the records and people that changed values mention. */
async function changedNames(
  ports: TimelinePorts,
  caller: Caller,
  given: { readonly object: ObjectModel; readonly items: readonly TimelineEntry[] },
): Promise<ReferenceNames> {
  const refs = new Map<string, RecordRef>();
  for (const change of given.items.flatMap((one) => one.changes ?? [])) {
    const field = given.object.byName.get(change.field);
    for (const value of [change.before, change.after]) {
      for (const ref of mentionedIn(field, value)) refs.set(refKey(ref), ref);
    }
  }
  if (refs.size === 0) return {};
  const people = await caller.people();
  const wanted = [...refs.values()].slice(0, 100).flatMap((ref) => {
    const object = caller.model.objects.get(ref.object);
    return object && objectAccess(caller.access, ref.object).read ? [{ object, id: ref.id }] : [];
  });
  const found = wanted.length > 0 ? await ports.recordStore.getMany(caller.workspace, wanted) : [];
  const names = new Map(found.map((one) => [refKey(one), visibleName(caller, one)]));
  return Object.fromEntries(
    [...refs].flatMap(([key, ref]) => {
      const name = ref.object === USER_OBJECT ? people.get(ref.id)?.name : names.get(key);
      return typeof name === "string" ? [[key, name]] : [];
    }),
  );
}
