import type { ObjectModel } from "../contract/model.ts";
import type { Filter, SortKey } from "../contract/query.ts";
import { queryField } from "./query-field.ts";

/** Whether a filter and an order need no more than an entry of a wide index holds. */
export function readsOnlyEntries(
  object: ObjectModel,
  filter: Filter | null,
  sort: readonly SortKey[],
): boolean {
  const isThere = (name: string): boolean => queryField(object, name)?.isInEntries === true;
  const visit = (one: Filter): boolean => {
    if ("and" in one) return one.and.every(visit);
    if ("or" in one) return one.or.every(visit);
    return "not" in one ? visit(one.not) : isThere(one.field);
  };
  return (filter === null || visit(filter)) && sort.every((one) => isThere(one.field));
}
