import type { Json } from "../contract/json.ts";
import type { IndexDefinition, ObjectModel } from "../contract/model.ts";
import type { FilterAtom, KeyRange } from "../contract/query.ts";
import { compareUtf8 } from "../shared/utf8-order.ts";
import { ABOVE, AFTER_PART, keyPart, partOf } from "./index-keys.ts";
import { queryFieldById, type QueryField } from "./query-field.ts";

/** Most key ranges one plan reads, all of them at once. */
export const MAX_RANGES = 64;

/** A way to read an index: its ranges, what order they are in, and which conditions they already guarantee. */
export interface Binding {
  readonly source: string;
  readonly ranges: readonly KeyRange[];
  /** Field the ranges are ordered by; null: by record id. */
  readonly order: QueryField | null;
  readonly guaranteed: ReadonlySet<FilterAtom>;
  /** Conditions that narrow the ranges, whether guaranteed or not. */
  readonly used: readonly FilterAtom[];
}

/** A condition of the filter's top conjunction, with its field. */
export interface TopAtom {
  readonly atom: FilterAtom;
  readonly field: QueryField;
}

/** Every way to read an index under the conditions; none when an equality field is not bound. */
export function bindIndex(
  object: ObjectModel,
  index: IndexDefinition,
  atoms: readonly TopAtom[],
): readonly Binding[] {
  const whereabouts = { object, atoms };
  const start: Bound = { prefixes: [index.generation], atoms: [] };
  const bound = bindEqualities(whereabouts, index.equal, start);
  if (!bound) return [];
  if (index.sort === null) return [binding(index.slot, bound, null)];
  const sort = queryFieldById(object, index.sort);
  if (!sort?.encode) return [];
  const whole = bindEqualities(whereabouts, [index.sort], bound);
  return [ordered(index.slot, bound, { sort, atoms }), ...(whole ? [binding(index.slot, whole, null)] : [])];
}

interface Bound {
  readonly prefixes: readonly string[];
  readonly atoms: readonly TopAtom[];
}

function bindEqualities(
  { object, atoms }: { readonly object: ObjectModel; readonly atoms: readonly TopAtom[] },
  ids: readonly string[],
  start: Bound,
): Bound | null {
  let bound = start;
  for (const id of ids) {
    const field = queryFieldById(object, id);
    const found = field?.encode ? bestEquality(field, atoms) : null;
    if (!field || !found) return null;
    const parts = [...new Set(valuesOf(found.atom).map((value) => keyPart(field, value)))];
    const prefixes = bound.prefixes.flatMap((prefix) => parts.map((part) => prefix + part));
    bound = { prefixes, atoms: [...bound.atoms, found] };
  }
  return bound.prefixes.length <= MAX_RANGES ? bound : null;
}

/** The equality with the fewest values. */
function bestEquality(field: QueryField, atoms: readonly TopAtom[]): TopAtom | null {
  const found = atoms.filter((one) => one.field.id === field.id && isEquality(one.atom));
  return found.sort((a, b) => valuesOf(a.atom).length - valuesOf(b.atom).length)[0] ?? null;
}

export function isEquality({ op }: FilterAtom): boolean {
  return op === "eq" || op === "in" || op === "isEmpty";
}

/** Values an equality allows; null for `isEmpty`. */
export function valuesOf(atom: FilterAtom): readonly Json[] {
  if (atom.op === "isEmpty") return [null];
  return atom.op === "in" ? (atom.value as readonly Json[]) : [atom.value ?? null];
}

function binding(source: string, bound: Bound, order: QueryField | null): Binding {
  return {
    source,
    ranges: bound.prefixes.map((prefix) => ({
      from: prefix,
      to: prefix + ABOVE,
      prefixLength: prefix.length,
    })),
    order,
    guaranteed: new Set(bound.atoms.filter(({ field }) => field.isExact).map(({ atom }) => atom)),
    used: bound.atoms.map(({ atom }) => atom),
  };
}

function ordered(
  source: string,
  bound: Bound,
  given: { readonly sort: QueryField; readonly atoms: readonly TopAtom[] },
): Binding {
  const { sort } = given;
  const base = binding(source, bound, sort);
  const limits = given.atoms
    .filter((one) => one.field.id === sort.id)
    .flatMap((one) => limitOf(sort, one.atom));
  if (limits.length === 0) return base;
  const from = limits.map((one) => one.from).reduce((a, b) => (compareUtf8(a, b) >= 0 ? a : b));
  const to = limits.map((one) => one.to).reduce((a, b) => (compareUtf8(a, b) <= 0 ? a : b));
  const isPossible = compareUtf8(from, to) <= 0;
  return {
    ...base,
    ranges: isPossible
      ? bound.prefixes.map((prefix) => ({
          from: prefix + from,
          to: prefix + to,
          prefixLength: prefix.length,
        }))
      : [],
    guaranteed: new Set([
      ...base.guaranteed,
      // Comparisons are by key in memory too, so their ranges say all; the beginning of a text may be cut off.
      ...limits.filter(({ atom }) => atom.op !== "startsWith").map(({ atom }) => atom),
    ]),
    used: [...base.used, ...limits.map((one) => one.atom)],
  };
}

interface Limit {
  readonly from: string;
  readonly to: string;
  readonly atom: FilterAtom;
}

const LOWEST = "1";
const HIGHEST = "2";

/** Bounds that a condition puts on the sort part; none when it puts no contiguous ones. */
function limitOf(field: QueryField, atom: FilterAtom): readonly Limit[] {
  const bounds = boundsOf[atom.op]?.(field, atom.value ?? null);
  return bounds ? [{ from: bounds[0], to: bounds[1], atom }] : [];
}

type Bounds = (field: QueryField, value: Json) => readonly [string, string] | null;

const justAbove = (field: QueryField, value: Json): string => partOf(field, value) + AFTER_PART;

const boundsOf: Readonly<Partial<Record<FilterAtom["op"], Bounds>>> = {
  isNotEmpty: () => [LOWEST, HIGHEST],
  lt: (field, value) => [LOWEST, partOf(field, value)],
  lte: (field, value) => [LOWEST, justAbove(field, value)],
  gt: (field, value) => [justAbove(field, value), HIGHEST],
  gte: (field, value) => [partOf(field, value), HIGHEST],
  between: (field, value) => {
    const [from = null, to = null] = value as readonly Json[];
    return [partOf(field, from), justAbove(field, to)];
  },
  // Only keys that are the text itself, cut off, begin with the key of a text's beginning.
  startsWith: (field, value) => (field.isExact ? null : [partOf(field, value), partOf(field, value) + ABOVE]),
};
