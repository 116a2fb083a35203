import type { Filter, SortKey } from "#engine";
import { useInfiniteQuery } from "@tanstack/vue-query";
import { computed, watch } from "vue";
import type { References, RecordRow } from "../../api/answers.ts";
import { queryRecords } from "../../api/records.ts";

const PAGE = 50;

export interface ListQuestion {
  readonly object: string;
  readonly filter: Filter | undefined;
  readonly sort: readonly SortKey[];
  readonly fields: readonly string[];
  /** Turned off while nothing may be asked yet. */
  readonly enabled?: boolean;
  readonly limit?: number;
}

/** Rows of a list, page by page as the person scrolls; the count comes with the first page. */
export function useRecordList(question: () => ListQuestion) {
  const query = useInfiniteQuery({
    queryKey: computed<readonly unknown[]>(() => ["records", question().object, "list", question()]),
    queryFn: ({ pageParam, signal }) => {
      const { object, filter, sort, fields, limit = PAGE } = question();
      const cursor = pageParam;
      return queryRecords(
        object,
        { ...(filter ? { filter } : {}), sort, fields, limit, cursor, count: cursor === null },
        signal,
      );
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
    enabled: computed(() => question().enabled !== false),
  });
  const pages = computed(() => query.data.value?.pages ?? []);
  const rows = computed<readonly RecordRow[]>(() => pages.value.flatMap((page) => page.items));
  const references = computed<References>(
    () => Object.assign({}, ...pages.value.map((page) => page.references ?? {})) as References,
  );
  const count = computed(() => pages.value[0]?.count);
  const countIsMinimum = computed(() => pages.value[0]?.countIsMinimum === true);
  /** Nothing found yet, and not all looked at: a filter that lets little through is asked on. */
  const isSearching = computed(() => rows.value.length === 0 && query.hasNextPage.value);
  watch([isSearching, query.isFetchingNextPage], ([isOn, isFetching]) => {
    if (isOn && !isFetching) void query.fetchNextPage();
  });
  return { query, rows, references, count, countIsMinimum, isSearching };
}
