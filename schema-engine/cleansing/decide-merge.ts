import type { Json, JsonObject } from "../contract/json.ts";
import type {
  Causation,
  FieldModel,
  ObjectModel,
  RecordWrite,
  StoredRecord,
  UniqueClaim,
} from "../contract/model.ts";
import { failure, invalid, success, type Problem, type Result } from "../contract/problem.ts";
import { bilingual } from "../shared/locale.ts";
import { withEditedVersion } from "../records/edited-version.ts";
import { sameJson, valueOf, valuesLike } from "../records/values.ts";

/** Records to be made one. */
export interface MergeRequest {
  readonly object: ObjectModel;
  /** The record that stays. */
  readonly target: StoredRecord;
  readonly others: readonly StoredRecord[];
  /** By API name: the id of the record whose value survives; an empty value survives too. */
  readonly choices: Readonly<Record<string, string>>;
}

/**
 * The values that change in the record that stays, by API name, null where it becomes empty. A field that nobody chose
 * keeps the target's value, or takes the one of the record that changed last among those that have one. Values that
 * belong to their record alone (files, sealed and computed ones) stay; what refers to a merged record is emptied.
 */
export function mergedValues(request: MergeRequest): Result<JsonObject> {
  const { object, target, others, choices } = request;
  const problems = Object.entries(choices).flatMap(([name, id]) => choiceProblem(request, name, id) ?? []);
  if (problems.length > 0) return failure(...problems);
  const merged = new Set(others.map((one) => one.id));
  const values = valuesLike();
  for (const field of object.fields.filter(isMergeable)) {
    const before = valueOf(field, target.values) as Json;
    const survivor = withoutMerged(field, survivingValue(request, field), {
      object: object.apiName,
      ids: merged,
    });
    if (!sameJson(before, survivor)) values[field.apiName] = survivor;
  }
  return success(values);
}

/**
 * The write of the record that stays: a new version even where no value changed, because others are part of it now. Unique
 * values that it takes from records deleted in the same commit are handed over.
 */
export function mergedWrite(
  write: RecordWrite,
  {
    deletions,
    causation,
    now,
  }: {
    readonly deletions: readonly RecordWrite[];
    readonly causation: Causation;
    readonly now: string;
  },
): readonly RecordWrite[] {
  const { before } = write;
  const record =
    before && write.record.version === before.version
      ? {
          ...withEditedVersion(before, null),
          version: before.version + 1,
          updatedAt: now,
          updatedBy: causation.actor.id,
        }
      : write.record;
  const claims = write.claims.map((claim) => {
    const giver = deletions.find((one) => one.releases.some((released) => isSameClaim(released, claim)));
    return giver ? { ...claim, from: giver.record.id } : claim;
  });
  const taken = (released: UniqueClaim) =>
    claims.some((one) => one.from !== undefined && isSameClaim(one, released));
  return [
    { ...write, record, claims },
    ...deletions.map((one) => ({ ...one, releases: one.releases.filter((released) => !taken(released)) })),
  ];
}

function isSameClaim(one: UniqueClaim, other: UniqueClaim): boolean {
  return one.object === other.object && one.fieldId === other.fieldId && one.key === other.key;
}

/** Whether a value can go from one record to another. */
export function isMergeable({ type }: Pick<FieldModel, "type">): boolean {
  return !type.computed && !type.sealed && !type.files;
}

function choiceProblem({ object, target, others }: MergeRequest, name: string, id: string): Problem | null {
  const field = object.byName.get(name);
  const pointer = `/values/${name}`;
  if (!field) return invalid(pointer, "unknown_property", unknownField(name));
  if (!isMergeable(field)) return invalid(pointer, "not_supported", stays(field));
  return [target, ...others].some((one) => one.id === id)
    ? null
    : invalid(pointer, "unknown_record", notMerged);
}

function survivingValue({ target, others, choices }: MergeRequest, field: FieldModel): Json {
  const chosen = choices[field.apiName];
  const source = [target, ...others].find((one) => one.id === chosen);
  if (source) return valueOf(field, source.values) as Json;
  const own = valueOf(field, target.values);
  if (own !== null) return own as Json;
  const latest = [...others].sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
  const filled = latest.find((one) => valueOf(field, one.values) !== null);
  return filled ? (valueOf(field, filled.values) as Json) : null;
}

function withoutMerged(
  { type, settings }: FieldModel,
  value: Json,
  merged: { readonly object: string; readonly ids: ReadonlySet<string> },
): Json {
  if (value === null || !type.references) return value;
  const gone = type
    .references(value, settings)
    .filter(({ object, id }) => object === merged.object && merged.ids.has(id));
  return gone.reduce<Json>(
    (left, { id }) => (left === null ? null : ((type.without?.(left, id) ?? null) as Json)),
    value,
  );
}

const notMerged = bilingual("请选择参与合并的记录之一。", "Choose one of the records that are merged.");

function unknownField(name: string) {
  return bilingual(`没有字段“${name}”。`, `There is no field “${name}”.`);
}

function stays({ definition: { label } }: FieldModel) {
  return bilingual(
    `“${label["zh-CN"]}”的值不能从另一条记录取得。`,
    `The value of “${label.en}” cannot come from another record.`,
  );
}
