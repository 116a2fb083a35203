import type { Json } from "../contract/json.ts";
import type { Filter, FilterAtom } from "../contract/query.ts";

/**
 * The same condition in the form plans are made from: `not` only right before conditions that have no opposite, nested
 * lists flat, and alternatives of one field's values as one `in`. An absent value meets only `isEmpty`, `ne` and `notIn`,
 * so that each opposite is exact (`matchesFilter`).
 */
export function simplifyFilter(filter: Filter): Filter {
  return simplified(filter, false);
}

/** The conditions all of which must hold. */
export function conjuncts(filter: Filter): readonly Filter[] {
  return "and" in filter ? filter.and.flatMap(conjuncts) : [filter];
}

/** One condition of several; null: none. */
export function conjunction(filters: readonly Filter[]): Filter | null {
  const [first] = filters;
  return filters.length > 1 ? { and: filters } : (first ?? null);
}

function simplified(filter: Filter, isNegated: boolean): Filter {
  if ("not" in filter) return simplified(filter.not, !isNegated);
  if ("field" in filter) return isNegated ? opposite(filter) : filter;
  const isAnd = "and" in filter !== isNegated;
  const given = "and" in filter ? filter.and : filter.or;
  const parts = given.map((one) => simplified(one, isNegated));
  return isAnd ? all(parts) : any(parts);
}

function all(parts: readonly Filter[]): Filter {
  const flat = parts.flatMap((one) => ("and" in one ? one.and : [one]));
  const [only] = flat;
  return flat.length === 1 && only ? only : { and: flat };
}

function any(parts: readonly Filter[]): Filter {
  const flat = withListsOfValues(parts.flatMap((one) => ("or" in one ? one.or : [one])));
  if (flat.some((one) => "and" in one && one.and.length === 0)) return { and: [] };
  const [only] = flat;
  return flat.length === 1 && only ? only : { or: flat };
}

/** `stage = a or stage = b` is `stage in (a, b)`. */
function withListsOfValues(parts: readonly Filter[]): readonly Filter[] {
  const lists = new Map<string, Json[]>();
  const others = parts.filter((one) => {
    if (!("field" in one) || (one.op !== "eq" && one.op !== "in")) return true;
    const list = lists.get(one.field) ?? [];
    lists.set(one.field, [
      ...list,
      ...(one.op === "in" ? (one.value as readonly Json[]) : [one.value ?? null]),
    ]);
    return false;
  });
  const merged = [...lists].map(([field, value]): Filter => {
    const [only] = value;
    return value.length === 1 && only !== undefined
      ? { field, op: "eq", value: only }
      : { field, op: "in", value };
  });
  return [...merged, ...others];
}

const opposites: Readonly<Partial<Record<FilterAtom["op"], FilterAtom["op"]>>> = {
  eq: "ne",
  ne: "eq",
  in: "notIn",
  notIn: "in",
  isEmpty: "isNotEmpty",
  isNotEmpty: "isEmpty",
};
const otherSides: Readonly<Partial<Record<FilterAtom["op"], FilterAtom["op"]>>> = {
  lt: "gte",
  lte: "gt",
  gt: "lte",
  gte: "lt",
};

function opposite(atom: FilterAtom): Filter {
  const exact = opposites[atom.op];
  if (exact) return { ...atom, op: exact };
  const otherSide = otherSides[atom.op];
  const isAbsent: Filter = { field: atom.field, op: "isEmpty" };
  if (otherSide) return { or: [{ ...atom, op: otherSide }, isAbsent] };
  if (atom.op !== "between") return { not: atom };
  const [from = null, to = null] = atom.value as readonly Json[];
  const { field } = atom;
  return { or: [{ field, op: "lt", value: from }, { field, op: "gt", value: to }, isAbsent] };
}
