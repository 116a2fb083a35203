import { failure, success, type Problem, type RecordWrite, type Result, type StoredRecord } from "#engine";
import type { Caller } from "../access/caller.ts";
import type { WritePorts } from "./command.ts";
import { cascaded, cleared, type FollowAbout } from "./follow-deletion.ts";
import { stillReferenced } from "./problems.ts";
import { referrersOf, relationsTo, type Relation } from "./referrers.ts";

/** Most records that may follow a deletion in its transaction (100 items of the table, some of them claims). */
export const MAX_FOLLOWERS = 40;

/** A write that must be committed together with the deletion. */
export type Follower = (about: FollowAbout) => Result<RecordWrite>;

/**
 * What a deletion means for the records that refer to it, and to those that go with it: `restrict` refuses it; `clear`
 * empties the reference and `cascade` deletes the other record too. `many`: more than one transaction holds. Records out
 * of the caller's reach count too, but are never named.
 */
export async function loadDependents(
  ports: WritePorts,
  caller: Caller,
  record: StoredRecord,
): Promise<Result<readonly Follower[] | "many">> {
  const removed = new Map([[keyOf(record), record]]);
  const followers = new Map<string, Follower>();
  const problems: Problem[] = [];
  let isMany = false;
  for (const target of removed.values()) {
    if (isMany) break;
    for (const relation of relationsTo(caller.model, target.object)) {
      const limit = MAX_FOLLOWERS + 1;
      const found = await referrersOf(ports, caller.model, { relation, target, limit });
      const others = found.filter((one) => !removed.has(keyOf(one)));
      problems.push(...refusals(relation, others));
      note(followers, others, { relation, target });
      for (const one of alsoRemoved(relation, others)) removed.set(keyOf(one), one);
    }
    isMany = followers.size > MAX_FOLLOWERS;
  }
  if (problems.length > 0) return failure(...problems);
  return success(isMany ? "many" : [...followers.values()]);
}

function ruleOf({ field }: Relation) {
  return field.type.onDelete?.(field.settings);
}

function refusals(relation: Relation, records: readonly StoredRecord[]): readonly Problem[] {
  if (ruleOf(relation) !== "restrict" || records.length === 0) return [];
  return [stillReferenced(relation.object.definition.pluralLabel, countText(records.length))];
}

function alsoRemoved(relation: Relation, records: readonly StoredRecord[]): readonly StoredRecord[] {
  return ruleOf(relation) === "cascade" ? records : [];
}

/** A deletion takes the place of what else a record would have had to do; a second reference to be cleared is left to a job. */
function note(
  followers: Map<string, Follower>,
  records: readonly StoredRecord[],
  { relation, target }: { readonly relation: Relation; readonly target: StoredRecord },
): void {
  const { object, field } = relation;
  const rule = ruleOf(relation);
  if (rule === "restrict") return;
  for (const record of records) {
    const before = followers.get(keyOf(record));
    const clear: Follower = (about) => {
      const given = before?.(about);
      const current = given?.ok && given.value.kind === "update" ? given.value.record : record;
      const write = cleared(about, {
        object,
        record: { ...current, version: record.version },
        field,
        target: target.id,
      });
      return write.ok && given?.ok ? { ok: true, value: { ...write.value, before: record } } : write;
    };
    followers.set(keyOf(record), rule === "cascade" ? (about) => cascaded(about, object, record) : clear);
  }
}

function keyOf({ object, id }: StoredRecord): string {
  return `${object}/${id}`;
}

function countText(count: number): string {
  return count > MAX_FOLLOWERS ? `${MAX_FOLLOWERS}+` : String(count);
}
