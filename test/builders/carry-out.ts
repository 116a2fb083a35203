import {
  compareUtf8,
  pageReader,
  slotKeys,
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
  const keyed = records.flatMap((record) => {
    const key = plan.source === "base" ? record.id : slotKeys({ object, record })[plan.source];
    return key === null || key === undefined ? [] : [{ key, record }];
  });
  const entries = plan.ranges.flatMap(({ from, to, prefixLength }) =>
    keyed
      .filter(({ key }) => compareUtf8(from, key) <= 0 && compareUtf8(key, to) <= 0)
      .map(({ key, record }) => ({ order: key.slice(prefixLength), record })),
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
