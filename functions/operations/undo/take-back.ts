import {
  decideDelete,
  decideRestore,
  decideRevert,
  failure,
  revertedReferences,
  success,
  type JsonObject,
  type ObjectModel,
  type Problem,
  type RecordRef,
  type RecordWrite,
  type Result,
  type RevertRequest,
  type StoredRecord,
} from "#engine";
import type { UndoEntry } from "../../ports/undo-log.ts";
import type { WrittenRecord } from "../../ports/record-store.ts";
import { commitProblem } from "../records/commit-problem.ts";
import type { FollowAbout } from "../records/follow-deletion.ts";
import { loadDependents, MAX_FOLLOWERS } from "../records/load-dependents.ts";
import { loadReached } from "../records/load-reached.ts";
import { stillReferenced } from "../records/problems.ts";
import { refsOf, USER_OBJECT } from "../records/reference-names.ts";
import { changedSince, goneForGood } from "./undo-problems.ts";
import { standingOf, undoCausation } from "./undo-mark.ts";
import type { Undoing, UndoPorts } from "./undo-ports.ts";

/** What is stored of the record of an entry now. */
export interface Found {
  readonly live: WrittenRecord | undefined;
  readonly binned: WrittenRecord | undefined;
}

/** What became of an entry; a problem is a conflict to be listed. */
export type TakenBack = Result<"undone" | "skipped">;

interface Taking extends Found {
  readonly object: ObjectModel;
  readonly entry: UndoEntry;
}

/** Takes one write back, unless somebody wrote the record since. Done again it changes nothing. */
export function takeBack(ports: UndoPorts, undoing: Undoing, taking: Taking): Promise<TakenBack> {
  return ways[taking.entry.kind](ports, undoing, taking);
}

type Way = (ports: UndoPorts, undoing: Undoing, taking: Taking) => Promise<TakenBack>;

const ways: Readonly<Record<UndoEntry["kind"], Way>> = { created, updated, deleted };

/** A record that was made goes to the bin, unless others have come to depend on it. */
async function created(ports: UndoPorts, undoing: Undoing, taking: Taking): Promise<TakenBack> {
  const { object, entry, live, binned } = taking;
  const last = live ?? binned;
  const standing = last ? standingOf(undoing, entry, last) : "never";
  if (live && standing === "changed") return failure(changedSince);
  if (!live || standing !== "due") return success(standing === "done" ? "undone" : "skipped");
  const about = aboutOf(ports, undoing, entry);
  const followers = await followersOf(ports, undoing, { record: live.record, object, about });
  if (!followers.ok) return followers;
  const decided = decideDelete({
    ...about,
    object,
    access: null,
    current: live.record,
    expectedVersion: null,
  });
  return decided.ok ? committed(ports, undoing, [decided.value, ...followers.value]) : decided;
}

/** References to be emptied with a deletion; records that would be deleted too are somebody's, and stand in its way. */
async function followersOf(
  ports: UndoPorts,
  { caller }: Undoing,
  given: { readonly record: StoredRecord; readonly object: ObjectModel; readonly about: FollowAbout },
): Promise<Result<readonly RecordWrite[]>> {
  const { record, object, about } = given;
  const dependents = await loadDependents(ports, caller, record);
  if (!dependents.ok) return dependents;
  if (dependents.value === "many")
    return failure(stillReferenced(object.definition.pluralLabel, `${String(MAX_FOLLOWERS)}+`));
  const writes = dependents.value.map((make) => make(about)).flatMap((one) => (one.ok ? [one.value] : []));
  const owned = writes.filter((one) => one.kind === "delete");
  const [first] = owned;
  if (!first) return success(writes);
  return failure(stillReferenced(first.object.definition.pluralLabel, String(owned.length)));
}

/** A record that was changed gets its values back. */
async function updated(ports: UndoPorts, undoing: Undoing, taking: Taking): Promise<TakenBack> {
  const { object, entry, live, binned } = taking;
  if (!live) return binned ? failure(changedSince) : success("skipped");
  const standing = standingOf(undoing, entry, live);
  if (standing === "done") return success("undone");
  if (standing === "never") return success("skipped");
  const before = standing === "due" ? entry.before : gapsOf(undoing, entry, live.record);
  if (!before) return isAsBefore(object, entry, live.record) ? success("undone") : failure(changedSince);
  const decided = await reverted(ports, undoing, { object, entry, before, current: live.record });
  return decided.ok ? committed(ports, undoing, [decided.value]) : decided;
}

async function reverted(
  ports: UndoPorts,
  undoing: Undoing,
  given: Pick<Taking, "object" | "entry"> & Pick<RevertRequest, "before" | "current">,
): Promise<Result<RecordWrite>> {
  const { object, entry, before, current } = given;
  const { model } = undoing.caller;
  const values = { ...current.values, ...before.values };
  const readsOthers = object.fields.some((one) => one.relatedPaths);
  const [found, reached] = await Promise.all([
    existing(ports, undoing, revertedReferences(object, before.values)),
    readsOthers ? loadReached(ports.recordStore, model.workspace.id, { model, object, values }) : null,
  ]);
  return decideRevert({ ...aboutOf(ports, undoing, entry), object, current, before, found, reached });
}

/** A record that was deleted comes back from the bin. */
async function deleted(ports: UndoPorts, undoing: Undoing, taking: Taking): Promise<TakenBack> {
  const { object, entry, live, binned } = taking;
  if (live) return success(standingOf(undoing, entry, live) === "done" ? "undone" : "skipped");
  if (!binned) return failure(goneForGood);
  const isOwn = (entry.command ?? binned.causation.command) === binned.causation.command;
  if (binned.record.version !== entry.version || !isOwn) return failure(changedSince);
  const refs = refsOf(
    object.fields.filter((one) => one.type.references),
    binned.record,
  );
  const found = await existing(ports, undoing, refs);
  const decided = decideRestore({
    ...aboutOf(ports, undoing, entry),
    object,
    access: null,
    deleted: binned.record,
    related: refs.map((ref) => ({ ref, visible: found.has(refText(ref)) })),
  });
  return decided.ok ? committed(ports, undoing, [decided.value]) : decided;
}

/** Of a record that was changed since: the values that are empty now; null: none, or the undo does not fill gaps. */
function gapsOf(
  { fillsGaps }: Undoing,
  { before }: UndoEntry,
  record: StoredRecord,
): UndoEntry["before"] | null {
  if (!fillsGaps) return null;
  const values = Object.entries(before.values).filter(
    ([key, was]) => was !== null && (record.values[key] ?? null) === null,
  );
  return values.length === 0 ? null : { values: Object.fromEntries(values) };
}

function isAsBefore(object: ObjectModel, { before }: UndoEntry, record: StoredRecord): boolean {
  const isOwner = before.owner === undefined || before.owner === record.owner;
  const entered = Object.entries(before.values).filter(([key]) => !object.byId.get(key)?.type.computed);
  return isOwner && entered.every(([key, was]) => sameText(record.values[key] ?? null, was));
}

function sameText(a: JsonObject[string], b: JsonObject[string]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Which of the references lead somewhere; people always do. */
async function existing(
  { recordStore }: UndoPorts,
  { caller }: Undoing,
  refs: readonly RecordRef[],
): Promise<ReadonlySet<string>> {
  const wanted = refs.flatMap((ref) => {
    const object = caller.model.objects.get(ref.object);
    return object ? [{ object, id: ref.id }] : [];
  });
  const people = refs.filter((ref) => ref.object === USER_OBJECT);
  const records = wanted.length === 0 ? [] : await recordStore.getMany(caller.workspace, wanted);
  return new Set([...people, ...records].map(refText));
}

function refText({ object, id }: RecordRef): string {
  return `${object}/${id}`;
}

function aboutOf({ clock }: UndoPorts, undoing: Undoing, entry: UndoEntry) {
  const causation = undoCausation(undoing, entry);
  return { model: undoing.caller.model, causation, now: clock.now().toISOString() };
}

async function committed(
  { recordStore }: UndoPorts,
  { caller }: Undoing,
  writes: readonly [RecordWrite, ...RecordWrite[]],
): Promise<TakenBack> {
  if (writes.every(changesNothing)) return success("undone");
  const outcome = await recordStore.commit(caller.workspace, writes);
  if (outcome.ok) return success("undone");
  const problem: Problem = commitProblem(caller, writes[0], outcome.failure);
  return failure(problem.kind === "stale" ? changedSince : problem);
}

function changesNothing({ kind, changed, before, record }: RecordWrite): boolean {
  return kind === "update" && changed.length === 0 && before?.owner === record.owner;
}
