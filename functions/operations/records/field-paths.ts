import {
  isSystemField,
  objectAccess,
  targetOf,
  type Filter,
  type FilterAtom,
  type FieldModel,
  type ObjectModel,
  type Problem,
} from "#engine";
import type { Caller } from "../access/caller.ts";
import { fieldForbidden } from "./problems.ts";

/** Names every record has that are no fields, beside those of `system-fields.ts`. */
const alwaysThere = new Set(["version", "object"]);

/** What a path of a query leads to. */
export interface ResolvedPath {
  readonly first: string;
  /** The relation's target and the field there, when the path has two steps. */
  readonly hop: {
    readonly relation: FieldModel;
    readonly target: ObjectModel;
    readonly field: string;
  } | null;
}

/** Resolves a path through what the caller may read; null when any step is hidden or does not exist. */
export function resolvePath(caller: Caller, object: ObjectModel, path: string): ResolvedPath | null {
  const [first = "", second] = path.split(".");
  if (!mayRead(caller, object, first)) return null;
  if (second === undefined) return { first, hop: null };
  const relation = object.byName.get(first);
  const target = relation && caller.model.objects.get(targetOf(relation) ?? "");
  if (!relation || !target || !mayRead(caller, target, second)) return null;
  return { first, hop: { relation, target, field: second } };
}

/** One 403 per path that the caller may not read; the same whether it is hidden or does not exist. */
export function pathProblems(
  caller: Caller,
  object: ObjectModel,
  paths: readonly { readonly path: string; readonly pointer: string }[],
): readonly Problem[] {
  return paths
    .filter(({ path }) => resolvePath(caller, object, path) === null)
    .map(({ path, pointer }) => fieldForbidden(path, pointer));
}

/** Every field path a filter names, with its pointer. */
export function filterPaths(
  filter: Filter | null,
  pointer = "/filter",
): readonly { readonly path: string; readonly pointer: string }[] {
  if (!filter) return [];
  if ("and" in filter) return filter.and.flatMap((one, at) => filterPaths(one, `${pointer}/and/${at}`));
  if ("or" in filter) return filter.or.flatMap((one, at) => filterPaths(one, `${pointer}/or/${at}`));
  if ("not" in filter) return filterPaths(filter.not, `${pointer}/not`);
  return [{ path: filter.field, pointer: `${pointer}/field` }];
}

/** The filter with every atom replaced; asynchronous because a hop is answered by reading. */
export async function mapAtoms(
  filter: Filter,
  replace: (atom: FilterAtom) => Promise<Filter>,
): Promise<Filter> {
  if ("and" in filter) return { and: await Promise.all(filter.and.map((one) => mapAtoms(one, replace))) };
  if ("or" in filter) return { or: await Promise.all(filter.or.map((one) => mapAtoms(one, replace))) };
  if ("not" in filter) return { not: await mapAtoms(filter.not, replace) };
  return replace(filter);
}

function mayRead(caller: Caller, object: ObjectModel, name: string): boolean {
  const granted = objectAccess(caller.access, object.apiName);
  if (!granted.read) return false;
  if (isSystemField(name) || alwaysThere.has(name)) return true;
  return object.byName.has(name) && granted.field(name) !== "none";
}
