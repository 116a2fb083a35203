import {
  compareUtf8,
  pageReader,
  slotKeys,
  type KeyRange,
  type ObjectModel,
  type QueryPlan,
  type StoredRecord,
} from "#engine";

/** Carries out a plan over the records as an index in key order would. */
export function carryOut(
  object: ObjectModel,
  plan: QueryPlan,
  records: readonly StoredRecord[],
): readonly string[] {
  const reader = pageReader(object, plan.sort);
  const found = plan.ranges.flatMap((range) => inRange(object, records, { range, source: plan.source }));
  const inside = plan.within?.flatMap((range) => inRange(object, records, { range, source: plan.source }));
  const ids = inside && new Set(inside.map(({ record }) => record.id));
  const entries = [...new Map(found.map((one) => [one.record.id, one])).values()].filter(
    ({ record }) => ids === undefined || ids.has(record.id),
  );
  const sign = plan.direction === "asc" ? 1 : -1;
  const kept = entries.filter(
    ({ record }) => plan.residual === null || reader.matches(plan.residual, record),
  );
  const inOrder =
    plan.mode === "walk"
      ? kept.sort((a, b) => compareUtf8(a.order, b.order) * sign)
      : kept.sort((a, b) => reader.compare(a.record, b.record));
  return inOrder.map(({ record }) => record.id);
}

/** What an index holds of a range, with the part of the key that orders it. */
function inRange(
  object: ObjectModel,
  records: readonly StoredRecord[],
  given: { readonly range: KeyRange; readonly source: string },
): readonly { readonly order: string; readonly record: StoredRecord }[] {
  const { from, to, prefixLength, source = given.source } = given.range;
  return records.flatMap((record) => {
    const key = source === "base" ? record.id : slotKeys({ object, record })[source];
    if (key === null || key === undefined || compareUtf8(from, key) > 0 || compareUtf8(key, to) > 0)
      return [];
    return [{ order: key.slice(prefixLength), record }];
  });
}
