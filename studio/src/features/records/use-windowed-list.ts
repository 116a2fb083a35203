import { useQueries } from "@tanstack/vue-query";
import { refDebounced, useLocalStorage } from "@vueuse/core";
import { computed, ref, shallowRef, watch, type ComputedRef } from "vue";
import type { QueryAnswer, RecordRow, References } from "../../api/answers.ts";
import { queryRecords } from "../../api/records.ts";
import {
  listShape,
  windowsFor,
  type ListKnowledge,
  type ListShape,
  type ListWindow,
} from "./list-windows.ts";
import { useListTail, type Asking } from "./use-list-tail.ts";
import type { ListQuestion } from "./use-record-list.ts";

/** Rows that are read at once, as a person may choose. */
export const windowSizes: readonly number[] = [50, 100, 200];

/** Scrolling fast past rows asks for none of them; in milliseconds. */
const SETTLED_MS = 80;

interface ReadWindow {
  /** The question it answers. */
  readonly key: string;
  readonly at: number;
  readonly answer: QueryAnswer;
}

/** Rows of a list of any length: those in sight are read, at whatever place they are. */
export function useWindowedList(question: () => ListQuestion) {
  const size = useLocalStorage("tessera.list.window", 50);
  const rowsAtOnce = computed(() => (windowSizes.includes(size.value) ? size.value : 50));
  /** What is asked; another key is another list. */
  const key = computed(() => {
    const { object, filter, sort, fields } = question();
    return JSON.stringify([object, filter ?? null, sort, fields]);
  });
  const range = ref({ first: 0, last: 0 });
  const settled = refDebounced(range, SETTLED_MS, { maxWait: SETTLED_MS * 4 });
  const windows = useListWindows({ question, key, size: rowsAtOnce, range: settled });
  const tail = useListTail({ question, key, size: rowsAtOnce, windows });
  const known = computed<ListKnowledge>(() =>
    knowledge(windows.seen.value, rowsAtOnce.value, tail.read.value),
  );
  const shape = computed(() => listShape(known.value));
  windows.follow(shape);
  tail.follow(shape, settled);

  const rows = computed(() =>
    placed(shape.value, windows.seen.value, { size: rowsAtOnce.value, tail: tail.items.value }),
  );
  return {
    ...useFound(windows.seen, tail),
    key,
    size: rowsAtOnce,
    setSize: (next: number) => void (size.value = next),
    /** Every row there is room for; those not read yet are undefined. */
    rows,
    /** Rows read of the windows in sight. */
    shown: computed(() => windows.current.value.flatMap((one) => one.answer.items)),
    shape,
    isPending: computed(() => !windows.seen.value.has(0) && windows.error.value === null),
    /** Nothing found yet, but it is still being looked for. */
    isSearching: computed(() => rows.value.length === 0 && shape.value.more && tail.isFetching.value),
    isFetchingMore: tail.isFetching,
    error: computed(() => windows.error.value ?? tail.error.value),
    retry: () => {
      windows.retry();
      tail.retry();
    },
    /** Reads on after the last row, also where the budget had ended. */
    goOn: tail.goOn,
    /** Tells which rows are in sight, both inclusive. */
    look: (first: number, last: number) => {
      if (range.value.first !== first || range.value.last !== last) range.value = { first, last };
    },
  };
}

/** What was found out about the whole list. */
function useFound(
  seen: Readonly<{ value: ReadonlyMap<number, QueryAnswer> }>,
  tail: Pick<ReturnType<typeof useListTail>, "references" | "lookedAt">,
) {
  const first = computed(() => seen.value.get(0));
  return {
    references: computed<References>(() => ({
      ...Object.assign({}, ...[...seen.value.values()].map((one) => one.references)),
      ...tail.references.value,
    })),
    count: computed(() => first.value?.count),
    countIsMinimum: computed(() => first.value?.countIsMinimum === true),
    /** Items looked at so far where the budget ended. */
    lookedAt: computed(() => (first.value?.explain?.itemsRead ?? 0) + tail.lookedAt.value),
  };
}

export type WindowedList = ReturnType<typeof useWindowedList>;

/** Windows that can be jumped to. */
function useListWindows(
  given: Asking & { readonly range: Readonly<{ value: { readonly first: number; readonly last: number } }> },
) {
  const { question, key, size, range } = given;
  const wanted = ref<readonly number[]>([0]);
  const seen = shallowRef<ReadonlyMap<number, QueryAnswer>>(new Map());
  const id = computed(() => `${String(size.value)} ${key.value}`);
  watch(id, () => (seen.value = new Map()), { flush: "sync" });
  watch(key, () => (wanted.value = [0]), { flush: "sync" });
  const results = useQueries({
    queries: computed(() =>
      wanted.value.map((at) => windowQuery(question(), { key: id.value, at, size: size.value })),
    ),
  });
  const current = computed(() =>
    results.value.flatMap(({ data }) => (data && data.key === id.value ? [data] : [])),
  );
  watch(
    current,
    (read) => {
      if (read.every((one) => seen.value.get(one.at) === one.answer)) return;
      seen.value = new Map([...seen.value, ...read.map((one) => [one.at, one.answer] as const)]);
    },
    { immediate: true, flush: "sync" },
  );
  return {
    seen,
    current,
    error: computed(() => results.value.find((one) => one.error)?.error ?? null),
    retry: () => {
      for (const one of results.value) if (one.error) void one.refetch();
    },
    follow(shape: ComputedRef<ListShape>): void {
      const next = computed(() =>
        windowsFor(range.value, { size: size.value, lastWindow: shape.value.lastWindow }),
      );
      watch(
        () => next.value.join(),
        () => (wanted.value = next.value),
      );
    },
  };
}

function windowQuery(
  question: ListQuestion,
  window: { readonly key: string; readonly at: number; readonly size: number },
) {
  const { object, filter, sort, fields, enabled } = question;
  const { key, at, size } = window;
  const isFirst = at === 0;
  return {
    queryKey: ["records", object, "list", key, at],
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<ReadWindow> => {
      const asked = { ...(filter ? { filter } : {}), sort, fields, limit: size };
      const place = isFirst ? { count: true, explain: true } : { offset: at * size };
      return { key, at, answer: await queryRecords(object, { ...asked, ...place }, signal) };
    },
    enabled: enabled !== false,
  };
}

function knowledge(
  seen: ReadonlyMap<number, QueryAnswer>,
  size: number,
  tail: ListWindow | undefined,
): ListKnowledge {
  const windows = [...seen].map(([at, { items, cursor, partial }]) => {
    return [at, { rows: items.length, more: cursor !== null, partial: partial === true }] as const;
  });
  return {
    size,
    count: seen.get(0)?.count,
    windows: new Map(windows),
    ...(tail ? { tail } : {}),
  };
}

/** Rows at their places in the list. */
function placed(
  shape: ListShape,
  seen: ReadonlyMap<number, QueryAnswer>,
  { size, tail }: { readonly size: number; readonly tail: readonly RecordRow[] },
): readonly (RecordRow | undefined)[] {
  const rows = new Array<RecordRow | undefined>(shape.rows).fill(undefined);
  for (const [at, { items }] of seen) {
    if (at > shape.lastWindow) continue;
    for (const [place, row] of items.entries())
      if (at * size + place < shape.rows) rows[at * size + place] = row;
  }
  const { tailAt } = shape;
  if (tailAt !== null) for (const [place, row] of tail.entries()) rows[tailAt + place] = row;
  return rows;
}
