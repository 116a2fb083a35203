import {
  decideWrite,
  failure,
  pageReader,
  planQuery,
  success,
  type Causation,
  type FieldModel,
  type ObjectModel,
  type Problem,
  type RecordWrite,
  type Result,
  type StoredRecord,
} from "#engine";
import type { Caller } from "../access/caller.ts";
import type { WritePorts } from "./command.ts";
import { stillReferenced } from "./problems.ts";

/** Most records that may follow a deletion in its transaction (100 items of the table, some of them claims). */
export const MAX_FOLLOWERS = 40;

/** A write that must be committed together with the deletion. */
export type Follower = (about: { readonly now: string; readonly causation: Causation }) => RecordWrite;

/**
 * What a deletion means for the records that refer to it: `restrict` refuses it, `clear` empties the reference in the
 * same transaction. Records out of the caller's reach count too, but are never named.
 */
export async function loadDependents(
  ports: WritePorts,
  caller: Caller,
  record: StoredRecord,
): Promise<Result<readonly Follower[]>> {
  const followers: Follower[] = [];
  const problems: Problem[] = [];
  const relations = relationsTo(caller, record.object);
  const pages = await Promise.all(
    relations.map(async (one) => ({ ...one, found: await referring(ports, caller, { ...one, record }) })),
  );
  for (const { object, field, found } of pages) {
    if (found.length === 0) continue;
    const clears = field.type.onDelete?.(field.settings) === "clear";
    if (!clears || found.length > MAX_FOLLOWERS) {
      problems.push(stillReferenced(object.definition.pluralLabel, countText(found.length)));
      continue;
    }
    followers.push(
      ...found.map((one) => clearing(caller, { object, field, record: one, target: record.id })),
    );
  }
  if (problems.length > 0) return failure(...problems);
  return success(followers);
}

interface Relation {
  readonly object: ObjectModel;
  readonly field: FieldModel;
}

function relationsTo(caller: Caller, target: string): readonly Relation[] {
  return [...caller.model.objects.values()].flatMap((object) =>
    object.fields
      .filter((field) => field.type.references && field.type.onDelete && usesObject(field, target))
      .map((field) => ({ object, field })),
  );
}

function usesObject(field: FieldModel, target: string): boolean {
  const used = field.type.uses?.(field.settings) ?? [];
  return used.some((one) => one.kind === "object" && one.apiName === target);
}

async function referring(
  ports: WritePorts,
  caller: Caller,
  { object, field, record }: Relation & { readonly record: StoredRecord },
): Promise<readonly StoredRecord[]> {
  const limit = MAX_FOLLOWERS + 1;
  const plan = planQuery({
    object,
    filter: { field: field.apiName, op: "eq", value: record.id },
    sort: [],
    limit,
    columns: null,
    scope: { kind: "all" },
    now: ports.clock.now().toISOString(),
    timeZone: caller.model.workspace.timeZone,
  });
  if (!plan.ok) return [];
  const reader = pageReader(object, []);
  const read = { object, plan: plan.value, limit, position: null, reader };
  return (await ports.recordStore.query(caller.workspace, read)).items;
}

function clearing(
  caller: Caller,
  given: Relation & { readonly record: StoredRecord; readonly target: string },
): Follower {
  const { object, field, record } = given;
  return ({ now, causation }) => {
    const decided = decideWrite({
      model: caller.model,
      object,
      kind: "update",
      access: null,
      current: record,
      expectedVersion: record.version,
      values: { [field.apiName]: null },
      causation,
      now,
      id: record.id,
      numbers: {},
      related: [],
    });
    if (!decided.ok) throw new Error(`clearing ${object.apiName}.${field.apiName} is refused by a rule`);
    return decided.value;
  };
}

function countText(count: number): string {
  return count > MAX_FOLLOWERS ? `${MAX_FOLLOWERS}+` : String(count);
}
