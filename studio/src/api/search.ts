import { useInfiniteQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import type { PageOf, SearchHit } from "./answers.ts";
import { get } from "./http.ts";

export interface SearchAsked {
  readonly words: string;
  /** API name of the only object to look in; absent: all. */
  readonly object?: string | undefined;
  readonly limit?: number;
  readonly cursor?: string | null;
}

/** A page of the records found by words. */
export function searchPage(asked: SearchAsked, signal?: AbortSignal): Promise<PageOf<SearchHit>> {
  const { words, object, limit = 20, cursor } = asked;
  return get<PageOf<SearchHit>>("/search", { q: words, object, limit, cursor }, signal);
}

/** The best of the records found by words, of one object or of all. */
export async function searchRecords(
  words: string,
  options: { readonly object?: string; readonly limit?: number; readonly signal?: AbortSignal } = {},
): Promise<readonly SearchHit[]> {
  const { signal, ...asked } = options;
  return (await searchPage({ words, ...asked }, signal)).items;
}

/** All that is found, page by page as it is asked for. */
export function useSearch(asked: () => Pick<SearchAsked, "words" | "object">) {
  const query = useInfiniteQuery({
    queryKey: computed(() => ["search", asked().words, asked().object ?? ""]),
    queryFn: ({ pageParam, signal }) => searchPage({ ...asked(), limit: 25, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    enabled: computed(() => asked().words.trim() !== ""),
    staleTime: 5_000,
  });
  const hits = computed(() => (query.data.value?.pages ?? []).flatMap((one) => one.items));
  return { query, hits };
}
