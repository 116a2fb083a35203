import {
  decideDelete,
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
  type WorkspaceModel,
} from "#engine";
import type { PagePosition, RecordPage } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import type { WritePorts } from "./command.ts";
import { stillReferenced } from "./problems.ts";

/** Most records that may follow a deletion in its transaction (100 items of the table, some of them claims). */
export const MAX_FOLLOWERS = 40;

/** A write that must be committed together with the deletion. */
export type Follower = (about: {
  readonly now: string;
  readonly causation: Causation;
}) => Result<RecordWrite>;

/**
 * What a deletion means for the records that refer to it: `restrict` refuses it; `clear` empties the reference and
 * `cascade` deletes the other record, in the same transaction. Records out of the caller's reach count too, but are
 * never named.
 */
export async function loadDependents(
  ports: WritePorts,
  caller: Caller,
  record: StoredRecord,
): Promise<Result<readonly Follower[]>> {
  const relations = relationsTo(caller.model, record.object);
  const pages = await Promise.all(
    relations.map(async (one) => ({ ...one, found: await referring(ports, caller, { ...one, record }) })),
  );
  const followers = new Map<string, Follower>();
  const problems: Problem[] = [];
  for (const { object, field, found } of pages) {
    const follow = followerOf(caller.model, { object, field });
    if (found.length > 0 && (!follow || followers.size + found.length > MAX_FOLLOWERS)) {
      problems.push(stillReferenced(object.definition.pluralLabel, countText(found.length)));
      continue;
    }
    for (const one of found) if (follow) followers.set(one.id, (about) => follow(one, about));
  }
  return problems.length > 0 ? failure(...problems) : success([...followers.values()]);
}

interface Relation {
  readonly object: ObjectModel;
  readonly field: FieldModel;
}

function relationsTo(model: WorkspaceModel, target: string): readonly Relation[] {
  return [...model.objects.values()].flatMap((object) =>
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
  if (!plan.ok) throw new Error(`records by ${object.apiName}.${field.apiName} cannot be found`);
  const reader = pageReader(object, []);
  const found: StoredRecord[] = [];
  let position: PagePosition | null = null;
  do {
    const read = { object, plan: plan.value, limit, position, reader };
    const page: RecordPage = await ports.recordStore.query(caller.workspace, read);
    found.push(...page.items);
    position = page.position;
  } while (position !== null && found.length < limit);
  return found;
}

type Follow = (record: StoredRecord, about: Parameters<Follower>[0]) => Result<RecordWrite>;

/** How a record follows the deletion of the one it refers to; null: it stands in the way. */
function followerOf(model: WorkspaceModel, { object, field }: Relation): Follow | null {
  const rule = field.type.onDelete?.(field.settings);
  if (rule === "clear") return (record, about) => cleared({ model, object, record, field, about });
  if (rule === "cascade" && relationsTo(model, object.apiName).length === 0) {
    return (record, { now, causation }) => {
      const removal = { model, object, access: null, causation, now };
      return decideDelete({ ...removal, current: record, expectedVersion: null });
    };
  }
  return null;
}

function cleared(given: {
  readonly model: WorkspaceModel;
  readonly object: ObjectModel;
  readonly record: StoredRecord;
  readonly field: FieldModel;
  readonly about: Parameters<Follower>[0];
}): Result<RecordWrite> {
  const { model, object, record, field, about } = given;
  return decideWrite({
    model,
    object,
    kind: "update",
    access: null,
    current: record,
    expectedVersion: record.version,
    values: { [field.apiName]: null },
    causation: about.causation,
    now: about.now,
    id: record.id,
    numbers: {},
    related: [],
  });
}

function countText(count: number): string {
  return count > MAX_FOLLOWERS ? `${MAX_FOLLOWERS}+` : String(count);
}
