import { targetOf, type Json, type JsonObject } from "#engine";
import { useQueryClient } from "@tanstack/vue-query";
import { shallowRef, watchEffect, type Ref } from "vue";
import { ApiError } from "../api/api-error.ts";
import { readRecord } from "../api/records.ts";
import type { ObjectInfo } from "./object-info.ts";
import { useObjects } from "./use-objects.ts";

/** Ways through relations from a record, as expressions read them: `["account", "industry"]`. */
export type RelatedPaths = readonly (readonly string[])[];

/** Values by API name, as far as the answer holds them. */
export type ReachedValues = Readonly<Record<string, Json>>;

/** A record another one refers to: its values and system properties, or null where the caller may not read it. */
export type ReadReferred = (object: string, id: string) => Promise<JsonObject | null>;

/**
 * Values at the ends of these paths, by path; null where a relation is empty. A path whose records the caller may not read
 * is left out: its value is not known here.
 */
export async function reachedValues(
  start: { readonly object: ObjectInfo; readonly values: JsonObject },
  paths: RelatedPaths,
  around: { readonly objects: ReadonlyMap<string, ObjectInfo>; readonly read: ReadReferred },
): Promise<ReachedValues> {
  const found = await Promise.all(
    paths.map(async (path) => [path.join("."), await endOf(start, path, around)] as const),
  );
  return Object.fromEntries(found.flatMap(([path, value]) => (value === undefined ? [] : [[path, value]])));
}

async function endOf(
  start: { readonly object: ObjectInfo; readonly values: JsonObject },
  path: readonly string[],
  { objects, read }: { readonly objects: ReadonlyMap<string, ObjectInfo>; readonly read: ReadReferred },
): Promise<Json | undefined> {
  let { object, values } = start;
  for (const name of path.slice(0, -1)) {
    const field = object.byName.get(name);
    const target = field && objects.get(targetOf(field) ?? "");
    if (!target) return undefined;
    const id = values[name];
    if (typeof id !== "string") return null;
    const referred = await read(target.apiName, id);
    if (!referred) return undefined;
    [object, values] = [target, referred];
  }
  return valueAt(object, values, path.at(-1) ?? "");
}

/** Fields the reader may not see are not there at all. */
function valueAt(object: ObjectInfo, values: JsonObject, name: string): Json | undefined {
  if (name in values) return values[name] ?? null;
  return object.byName.has(name) ? null : undefined;
}

/** Reads what a record refers to, once for all who ask. */
export function useReferred(): ReadReferred {
  const client = useQueryClient();
  return async (object, id) => {
    try {
      const queryFn = () => readRecord(object, id);
      const record = await client.fetchQuery({
        queryKey: ["records", object, "one", id],
        queryFn,
        staleTime,
      });
      const { values, owner, createdAt, createdBy, updatedAt, updatedBy } = record;
      return { ...values, id, owner, createdAt, createdBy, updatedAt, updatedBy };
    } catch (error) {
      if (error instanceof ApiError) return null;
      throw error;
    }
  };
}

/** How long what was read of another record counts as fresh, in milliseconds. */
const staleTime = 30_000;

/** Values that conditions of a record read through relations, read anew as its relations change; unknown ones are absent. */
export function useReachedValues(
  start: () => { readonly object: ObjectInfo; readonly values: JsonObject } | undefined,
  paths: () => RelatedPaths,
): Readonly<Ref<ReachedValues>> {
  const { objects } = useObjects();
  const read = useReferred();
  const reached = shallowRef<ReachedValues>({});
  let latest = 0;
  watchEffect(async () => {
    const [from, wanted, known] = [start(), paths(), objects.value];
    if (!from || wanted.length === 0) return;
    const relations = new Set(wanted.map(([first = ""]) => first));
    const values = Object.fromEntries([...relations].map((name) => [name, from.values[name] ?? null]));
    latest += 1;
    const mine = latest;
    const found = await reachedValues({ object: from.object, values }, wanted, { objects: known, read });
    if (mine === latest) reached.value = found;
  });
  return reached;
}
