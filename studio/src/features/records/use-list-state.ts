import type { Filter, SortKey, ViewDefinition } from "#engine";
import { computed, type ComputedRef } from "vue";
import { useRoute, useRouter } from "vue-router";
import type { ObjectInfo } from "../../model/object-info.ts";
import { chipsFromText, chipsToText, type Chip } from "./list-filter.ts";

/** What the list shows, kept in the page's address so that it can be shared and gone back to. */
export function useListState(object: ComputedRef<ObjectInfo | undefined>) {
  const route = useRoute();
  const router = useRouter();
  const change = (query: Record<string, string | undefined>) =>
    void router.replace({ query: { ...route.query, ...query } });

  const view = computed<ViewDefinition | undefined>(() => {
    const views = object.value?.views ?? [];
    return views.find((one) => one.apiName === route.query["view"]) ?? views[0];
  });
  const chips = computed<readonly Chip[]>({
    get: () => chipsFromText(route.query["filter"]),
    set: (next) => {
      change({ filter: chipsToText(next) });
    },
  });
  const sort = computed<readonly SortKey[]>({
    get: () => sortFromText(route.query["sort"]) ?? view.value?.sort ?? [],
    set: ([first]) => {
      change({ sort: first && `${first.direction === "desc" ? "-" : ""}${first.field}` });
    },
  });
  const ownFilter = computed(() => view.value?.filter as Filter | undefined);
  const choose = (name: string) => {
    change({ view: name, sort: undefined });
  };
  return { view, chips, sort, ownFilter, choose };
}

function sortFromText(text: unknown): readonly SortKey[] | undefined {
  if (typeof text !== "string" || text === "") return undefined;
  return text.startsWith("-")
    ? [{ field: text.slice(1), direction: "desc" }]
    : [{ field: text, direction: "asc" }];
}
