import type { JsonObject } from "../contract/json.ts";
import type { FieldModel, ObjectModel, RecordGuard, StoredRecord } from "../contract/model.ts";
import { invalid, type Problem } from "../contract/problem.ts";
import { bilingual } from "../shared/locale.ts";
import { oncePer } from "../shared/once-per.ts";
import { at } from "./problems.ts";
import { valueOf } from "./values.ts";
import type { WriteRequest } from "./write-request.ts";

/** Most records above one in a hierarchy. */
export const MOST_LEVELS = 10;

/** The relation to the record's master; absent: its object has none. The first counts where there are two. */
export const masterField = oncePer((object: ObjectModel): FieldModel | undefined =>
  object.fields.find((one) => one.type.owns?.(one.settings) === true),
);

const fixedFields = oncePer((object: ObjectModel): readonly FieldModel[] =>
  object.fields.filter((one) => one.type.fixed?.(one.settings) === true),
);

/** The owner a detail has from its master; null: it has no master, or the master is not known here. */
export function ownerFromMaster(request: WriteRequest, values: JsonObject): string | null {
  const field = masterField(request.object);
  const value = field ? valueOf(field, values) : null;
  const [ref] = field && value !== null ? (field.type.references?.(value, field.settings) ?? []) : [];
  const found = request.related.find((one) => one.ref.object === ref?.object && one.ref.id === ref.id);
  return found?.record?.owner ?? null;
}

/** A detail keeps its master unless its relation allows another, and always has the master's owner. */
export function checkMaster(request: WriteRequest, changed: readonly string[]): readonly Problem[] {
  const { object, current, owner, access } = request;
  const fixed = fixedFields(object).filter(
    (one) => changed.includes(one.id) && current !== null && valueOf(one, current.values) !== null,
  );
  const hasMaster = masterField(object) !== undefined;
  const isGiven = hasMaster && owner !== undefined && owner !== current?.owner && access !== null;
  return [...fixed.map(staysWithMaster), ...(isGiven ? [ownedByMaster] : [])];
}

/** A record may not come to stand under itself, nor too deep. */
export function checkTree(
  request: WriteRequest,
  record: StoredRecord,
  changed: readonly string[],
): readonly Problem[] {
  return treeFields(request.object)
    .filter((field) => changed.includes(field.id))
    .flatMap((field) => treeProblem(request, record, field) ?? []);
}

/** Relations that form a hierarchy. */
export const treeFields = oncePer((object: ObjectModel): readonly FieldModel[] =>
  object.fields.filter((one) => one.type.acyclic?.(one.settings) === true),
);

/** While a record moves in a hierarchy, none of those above it may: two moves at once could close a circle. */
export function ancestorGuards(
  { object, kind, ancestors = [] }: WriteRequest,
  changed: readonly string[],
): readonly RecordGuard[] {
  const moves = kind === "update" && treeFields(object).some((field) => changed.includes(field.id));
  return moves ? ancestors.map(({ id, version }) => ({ object: object.apiName, id, version })) : [];
}

function treeProblem(
  { ancestors = [] }: WriteRequest,
  record: StoredRecord,
  field: FieldModel,
): Problem | null {
  const above = new Map(ancestors.map((one) => [one.id, one]));
  let parent = valueOf(field, record.values);
  for (let level = 1; typeof parent === "string"; level += 1) {
    if (parent === record.id) return underItself(field);
    if (level > MOST_LEVELS) return tooDeep(field);
    const next = above.get(parent);
    parent = next ? valueOf(field, next.values) : null;
  }
  return null;
}

function underItself(field: FieldModel): Problem {
  return invalid(
    at(field),
    "cycle",
    bilingual(
      "一条记录不能成为自己的上级，也不能归属于自己的下级。",
      "A record cannot stand under itself or under one of those below it.",
    ),
  );
}

function tooDeep(field: FieldModel): Problem {
  return invalid(
    at(field),
    "too_deep",
    bilingual(
      `层级最多 ${MOST_LEVELS} 层。`,
      `A hierarchy has at most ${MOST_LEVELS} levels above a record.`,
    ),
  );
}

function staysWithMaster(field: FieldModel): Problem {
  const { label } = field.definition;
  return invalid(
    at(field),
    "master_fixed",
    bilingual(
      `“${label["zh-CN"]}”创建后不能更换。`,
      `“${label.en}” cannot be changed once the record exists.`,
    ),
  );
}

const ownedByMaster = invalid(
  "/owner",
  "owner_follows",
  bilingual("此记录的负责人跟随主记录。", "The owner of this record is that of its master."),
);
