import { useInfiniteQuery } from "@tanstack/vue-query";
import { computed, ref, watch, type ComputedRef } from "vue";
import type { QueryAnswer, RecordRow, References } from "../../api/answers.ts";
import { queryRecords } from "../../api/records.ts";
import type { ListShape, ListWindow } from "./list-windows.ts";
import type { ListQuestion } from "./use-record-list.ts";

/** A list as its parts ask for it. */
export interface Asking {
  readonly question: () => ListQuestion;
  /** What is asked; another key is another list. */
  readonly key: ComputedRef<string>;
  /** Rows read at once. */
  readonly size: ComputedRef<number>;
}

type Value<T> = Readonly<{ value: T }>;

/** How often a list that found nothing yet looks further by itself. */
const ROUNDS = 3;

/** What follows the last window that can be jumped to, by cursor. */
export function useListTail(
  given: Asking & { readonly windows: { readonly seen: Value<ReadonlyMap<number, QueryAnswer>> } },
) {
  const { question, key, size, windows } = given;
  const after = ref(-1);
  const isAsked = ref(false);
  const id = computed(() => `${String(size.value)} ${key.value} ${String(after.value)}`);
  watch(id, () => (isAsked.value = false), { flush: "sync" });
  const from = computed(() => windows.seen.value.get(after.value)?.cursor ?? null);
  const query = useInfiniteQuery({
    queryKey: computed(() => ["records", question().object, "list-tail", id.value]),
    queryFn: ({ pageParam, signal }) => {
      const { object, filter, sort, fields } = question();
      const asked = { ...(filter ? { filter } : {}), sort, fields, limit: size.value, explain: true };
      return queryRecords(object, { ...asked, cursor: pageParam ?? from.value }, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
    enabled: computed(() => isAsked.value && from.value !== null),
  });
  const pages = computed(() => (isAsked.value ? (query.data.value?.pages ?? []) : []));
  function goOn(): void {
    if (!isAsked.value) isAsked.value = true;
    else if (query.hasNextPage.value && !query.isFetching.value) void query.fetchNextPage();
  }
  /** Goes on by itself when the end is in sight, and for a few rounds while nothing was found. */
  function look(now: ListShape, last: number): void {
    after.value = now.lastWindow;
    if (query.isFetching.value || query.error.value || now.tailAt === null || !now.more) return;
    const isInSight = !now.partial && last >= now.rows - 10;
    const isFruitless = now.rows === 0 && pages.value.length < ROUNDS;
    if (isInSight || isFruitless) goOn();
  }
  return {
    ...useTailRows(pages),
    goOn,
    isFetching: query.isFetching,
    error: query.error,
    retry: () => void (query.error.value && query.refetch()),
    follow(shape: ComputedRef<ListShape>, range: Value<{ readonly last: number }>): void {
      const again = (): void => {
        look(shape.value, range.value.last);
      };
      watch([shape, () => range.value.last, query.isFetching], again, { immediate: true });
    },
  };
}

function useTailRows(pages: ComputedRef<readonly QueryAnswer[]>) {
  const items = computed<readonly RecordRow[]>(() => pages.value.flatMap((one) => one.items));
  return {
    items,
    read: computed<ListWindow | undefined>(() => {
      const last = pages.value.at(-1);
      return last && { rows: items.value.length, more: last.cursor !== null, partial: last.partial === true };
    }),
    references: computed<References>(
      () => Object.assign({}, ...pages.value.map((one) => one.references)) as References,
    ),
    /** Items of the table looked at. */
    lookedAt: computed(() => pages.value.reduce((sum, one) => sum + (one.explain?.itemsRead ?? 0), 0)),
  };
}
