import type { ObjectModel } from "../contract/model.ts";
import type { Filter, IndexAdvice, SortKey } from "../contract/query.ts";
import { isEquality, valuesOf } from "./bind-index.ts";
import { wishKey } from "./index-wishes.ts";
import { isCreationOrder, queryField, type QueryField } from "./query-field.ts";

/** Most fields an index binds by equality (`ObjectDefinition.indexes`). */
const MOST_EQUAL = 3;
/** An equality with more values than this is better left to the rest of the filter. */
const MOST_VALUES = 4;

/**
 * The index under which a query would be one range: its equalities, then its order or, without one, its first range.
 * Null when there is nothing to bind, or the object has such an index already.
 */
export function adviseIndex(
  object: ObjectModel,
  parts: readonly Filter[],
  sort: readonly SortKey[],
): IndexAdvice | null {
  const atoms = parts.flatMap((atom) => {
    const field = "field" in atom ? queryField(object, atom.field) : null;
    return "field" in atom && field?.encode ? [{ atom, field }] : [];
  });
  const [key] = sort.flatMap((one) => queryField(object, one.field) ?? []);
  const range = atoms.find(({ atom }) => !isEquality(atom))?.field;
  const order = key ? (isCreationOrder(key) ? undefined : key) : range;
  const bound = atoms
    .filter(({ atom, field }) => isEquality(atom) && field.id !== order?.id)
    .filter(({ atom }) => valuesOf(atom).length <= MOST_VALUES)
    .map(({ field }) => field);
  const equal = [...new Set(bound)].slice(0, MOST_EQUAL);
  if (equal.length === 0 && !order) return null;
  return exists(object, equal, order) ? null : advice(equal, order);
}

function advice(equal: readonly QueryField[], order: QueryField | undefined): IndexAdvice {
  return { equal: equal.map((one) => one.name), ...(order ? { sort: order.name } : {}) };
}

function exists(object: ObjectModel, equal: readonly QueryField[], order: QueryField | undefined): boolean {
  const wanted = wishKey({ equal: equal.map((one) => one.id), sort: order?.id ?? null });
  return object.indexes.some((one) => wishKey(one) === wanted);
}
