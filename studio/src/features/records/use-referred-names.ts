import { useQueries } from "@tanstack/vue-query";
import { computed } from "vue";
import { queryRecords } from "../../api/records.ts";
import { useObjects } from "../../model/use-objects.ts";

/** A record that is named by its id. */
export interface Referred {
  readonly object: string;
  readonly id: string;
}

/** Names asked for at once, of one object. */
const MOST_NAMES = 50;

/** Names of records, by id; the id itself until known, and where the caller may not read it. */
export function useReferredNames(referred: () => readonly Referred[]): (id: string) => string {
  const { objects } = useObjects();
  const asked = computed(() => {
    const all = referred();
    return [...new Set(all.map((one) => one.object))].flatMap((object) => {
      const field = objects.value.get(object)?.nameField?.apiName;
      const ids = new Set(all.flatMap((one) => (one.object === object ? [one.id] : [])));
      return field === undefined ? [] : [{ object, field, ids: [...ids].slice(0, MOST_NAMES) }];
    });
  });
  const found = useQueries({
    queries: computed(() =>
      asked.value.map(({ object, field, ids }) => ({
        queryKey: ["records", object, "names", ids],
        queryFn: async ({ signal }: { signal: AbortSignal }) => {
          const filter = { field: "id", op: "in", value: ids } as const;
          const { items } = await queryRecords(
            object,
            { filter, fields: [field], limit: MOST_NAMES },
            signal,
          );
          return items.map(({ id, values }) => [id, values[field]] as const);
        },
        staleTime: 60_000,
        retry: false,
      })),
    ),
  });
  const names = computed(() => new Map(found.value.flatMap((one) => one.data ?? [])));
  return (id) => {
    const name = names.value.get(id);
    return typeof name === "string" && name !== "" ? name : id;
  };
}
