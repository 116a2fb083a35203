import type { Filter } from "#engine";
import { computed, ref, watch } from "vue";

/** Most records that can be chosen one by one; more are chosen by a filter. */
export const MOST_CHOSEN = 500;

/** Which rows of a list are ticked, or all that match its filter; forgotten when the list asks for something else. */
export function useSelection(
  list: () => {
    readonly object: string;
    readonly filter: Filter | undefined;
    readonly rows: readonly { readonly id: string }[];
    readonly count: number | undefined;
  },
) {
  const ids = ref<ReadonlySet<string>>(new Set());
  const isAll = ref(false);
  const isChoosing = ref(false);
  function clear(): void {
    ids.value = new Set();
    isAll.value = false;
    isChoosing.value = false;
  }
  watch(() => JSON.stringify([list().object, list().filter]), clear);

  const isPage = computed(() => list().rows.length > 0 && list().rows.every((one) => ids.value.has(one.id)));
  const count = computed(() => (isAll.value ? (list().count ?? 0) : ids.value.size));
  const filter = computed<Filter | null>(() =>
    isAll.value ? (list().filter ?? null) : { field: "id", op: "in", value: [...ids.value] },
  );
  /** Ticks or unticks rows; one that is unticked is no longer among “all”. */
  function set(rows: readonly string[], on: boolean): void {
    const next = new Set(ids.value);
    for (const id of rows) {
      if (on && next.size < MOST_CHOSEN) next.add(id);
      if (!on) next.delete(id);
    }
    ids.value = next;
    isAll.value = false;
  }
  /** Null: all rows that are shown. */
  function select(rows: readonly string[] | null, on: boolean): void {
    if (rows === null) setPage(on);
    else set(rows, on);
  }
  function setPage(on: boolean): void {
    set(
      list().rows.map((one) => one.id),
      on,
    );
  }
  const takeAll = (): void => void (isAll.value = true);
  const begin = (): void => void (isChoosing.value = true);
  return { ids, isAll, isPage, isChoosing, count, filter, select, set, setPage, takeAll, begin, clear };
}

export type Selection = ReturnType<typeof useSelection>;
