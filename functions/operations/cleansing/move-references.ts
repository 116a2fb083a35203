import {
  decideDelete,
  decideWrite,
  valueOf,
  type FieldModel,
  type Json,
  type ObjectModel,
  type RecordRef,
  type RecordWrite,
  type Result,
  type StoredRecord,
} from "#engine";
import type { FollowAbout } from "../records/follow-deletion.ts";
import { referrersOf, relationsTo, type ReferrerPorts, type Relation } from "../records/referrers.ts";

/** A record that refers to merged records, as it is to be written. */
export interface Referrer {
  readonly write: RecordWrite;
  /** It belongs to the merged record, so it goes where the one that stays has its like already. */
  readonly isDetail: boolean;
}

/** Records that refer to merged ones. */
export interface MovedReferences {
  readonly referrers: readonly Referrer[];
  /** There are more than were asked for. */
  readonly hasMore: boolean;
}

export interface Merging {
  readonly about: FollowAbout;
  /** The record that stays. */
  readonly target: StoredRecord;
  readonly others: readonly StoredRecord[];
  /** Records above the one that stays in its hierarchies, itself among them. */
  readonly ancestors: readonly StoredRecord[];
  /** Keys (`object/id`) of details that the target has already: the merged one's is deleted. */
  readonly doubled?: ReadonlySet<string>;
}

/** The writes that let records refer to the one that stays in the place of those merged into it, at most `limit`. */
export async function moveReferences(
  ports: ReferrerPorts,
  merging: Merging,
  limit: number,
): Promise<Result<MovedReferences>> {
  const { about, target, others } = merging;
  const merged = new Set([target, ...others].map(keyOf));
  const moved = new Map<string, { record: StoredRecord; refer: Relation[]; isDetail: boolean }>();
  for (const relation of relationsTo(about.model, target.object)) {
    for (const other of others) {
      const found = await referrersOf(ports, about.model, { relation, target: other, limit: limit + 1 });
      for (const record of found.filter((one) => !merged.has(keyOf(one)))) {
        const known = moved.get(keyOf(record)) ?? { record, refer: [], isDetail: false };
        known.refer.push(relation);
        known.isDetail ||= relation.field.type.onDelete?.(relation.field.settings) === "cascade";
        moved.set(keyOf(record), known);
      }
    }
  }
  const referrers: Referrer[] = [];
  for (const { record, refer, isDetail } of [...moved.values()].slice(0, limit)) {
    const write = refersAnew(merging, record, refer);
    if (!write.ok) return write;
    referrers.push({ write: write.value, isDetail });
  }
  return { ok: true, value: { referrers, hasMore: moved.size > limit } };
}

function refersAnew(
  { about, target, others, doubled, ancestors }: Merging,
  record: StoredRecord,
  relations: readonly Relation[],
): Result<RecordWrite> {
  const object = relations[0]?.object as ObjectModel;
  const common = { ...about, object, access: null, current: record };
  if (doubled?.has(keyOf(record))) return decideDelete({ ...common, expectedVersion: null });
  const fields = new Set(relations.map((one) => one.field));
  const values = Object.fromEntries(
    [...fields].map((field) => [field.apiName, redirected(field, record, { target, others })]),
  );
  return decideWrite({
    ...common,
    kind: "update",
    expectedVersion: null,
    values,
    id: record.id,
    numbers: {},
    ...(object.apiName === target.object ? { ancestors } : {}),
    related: [...fields].flatMap((field) =>
      refsIn(field, values[field.apiName] ?? null).map((ref) => ({
        ref,
        visible: true,
        ...(keyOf(ref) === keyOf(target) ? { record: target } : {}),
      })),
    ),
  });
}

function redirected(
  field: FieldModel,
  record: StoredRecord,
  { target, others }: Pick<Merging, "target" | "others">,
): Json {
  const to = { object: target.object, id: target.id };
  return others.reduce<Json>(
    (value, { object, id }) =>
      value === null ? null : ((field.type.redirected?.(value, { object, id }, to) ?? value) as Json),
    valueOf(field, record.values) as Json,
  );
}

function refsIn({ type, settings }: FieldModel, value: Json): readonly RecordRef[] {
  return value === null ? [] : (type.references?.(value, settings) ?? []);
}

export function keyOf({ object, id }: RecordRef): string {
  return `${object}/${id}`;
}
