import type { Filter, SortKey, ViewDefinition } from "#engine";
import { computed, type ComputedRef } from "vue";
import { useRoute, useRouter } from "vue-router";
import { filterFromQuery, filterToQuery, joined } from "./list-filter.ts";
import type { ViewEntry } from "./view-entries.ts";

/** What the list shows, kept in the page's address so that it can be shared and gone back to. */
export function useListState(entries: ComputedRef<readonly ViewEntry[]>) {
  const route = useRoute();
  const router = useRouter();
  const change = (query: Record<string, string | undefined>) =>
    void router.replace({ query: { ...route.query, ...query } });

  const entry = computed(
    () => entries.value.find((one) => one.name === route.query["view"]) ?? entries.value[0],
  );
  const view = computed<ViewDefinition | undefined>(() => entry.value?.view);
  const { added, sort, columns } = useChosen(view, change);
  /** The view's own filter, unless its conditions were put among the person's to be edited. */
  const ownFilter = computed(() =>
    route.query["own"] === "0" ? undefined : (view.value?.filter as Filter | undefined),
  );
  /** Puts the view's own conditions among the person's. */
  function editFilter(): void {
    change({ own: "0", ...filterToQuery(joined(ownFilter.value, added.value)) });
  }
  const choose = (name: string | undefined) => void change({ view: name, ...cleared });
  const isChanged = computed(() => wasChanged(route.query));
  /** The view as it is on the screen, to be kept. */
  function asShown(): Pick<ViewDefinition, "columns" | "sort" | "filter"> {
    const filter = joined(ownFilter.value, added.value);
    return {
      columns: columns.value ?? [],
      sort: sort.value,
      ...(filter ? { filter: filter as unknown as Readonly<Record<string, unknown>> } : {}),
    };
  }
  return {
    entry,
    view,
    sort,
    columns,
    ownFilter,
    added,
    choose,
    editFilter,
    isChanged,
    asShown,
  };
}

/** What the person chose beside the view, as the address has it. */
function useChosen(
  view: ComputedRef<ViewDefinition | undefined>,
  change: (query: Record<string, string | undefined>) => void,
) {
  const route = useRoute();
  /** What the person asks for beside the view's own filter. */
  const added = computed<Filter | undefined>({
    get: () => filterFromQuery(route.query),
    set: (next) => {
      change(filterToQuery(next));
    },
  });
  const sort = computed<readonly SortKey[]>({
    get: () => sortFromText(route.query["sort"]) ?? view.value?.sort ?? [],
    set: ([first]) => {
      change({ sort: first && `${first.direction === "desc" ? "-" : ""}${first.field}` });
    },
  });
  const columns = computed<readonly string[] | undefined>({
    get: () => listFromText(route.query["columns"]) ?? view.value?.columns,
    set: (next) => {
      change({ columns: next?.join(",") });
    },
  });
  return { added, sort, columns };
}

/** What a person changed, taken back. */
const cleared = { own: undefined, filter: undefined, match: undefined, sort: undefined, columns: undefined };

function sortFromText(text: unknown): readonly SortKey[] | undefined {
  if (typeof text !== "string" || text === "") return undefined;
  return text.startsWith("-")
    ? [{ field: text.slice(1), direction: "desc" }]
    : [{ field: text, direction: "asc" }];
}

function listFromText(text: unknown): readonly string[] | undefined {
  if (typeof text !== "string" || text === "") return undefined;
  return text.split(",").filter((one) => /^[a-z][A-Za-z0-9_.]*$/.test(one));
}

function wasChanged(query: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(cleared).some((name) => query[name] !== undefined);
}
