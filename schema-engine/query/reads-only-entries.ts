import type { ObjectModel } from "../contract/model.ts";
import type { Filter } from "../contract/query.ts";
import { queryField } from "./query-field.ts";

/** Whether a filter and the fields named besides need no more than an entry of a wide index holds. */
export function readsOnlyEntries(
  object: ObjectModel,
  filter: Filter | null,
  others: readonly { readonly field: string }[],
): boolean {
  const isThere = (name: string): boolean => queryField(object, name)?.isInEntries === true;
  const visit = (one: Filter): boolean => {
    if ("and" in one) return one.and.every(visit);
    if ("or" in one) return one.or.every(visit);
    return "not" in one ? visit(one.not) : isThere(one.field);
  };
  return (filter === null || visit(filter)) && others.every((one) => isThere(one.field));
}
