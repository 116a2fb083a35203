import { nextTick, onBeforeUnmount, watch } from "vue";
import type { RecordRow } from "../../api/answers.ts";

interface Grid {
  /** What the list shows; another key is another list. */
  readonly key: () => string;
  readonly rows: () => readonly (RecordRow | undefined)[];
  readonly scroller: () => HTMLElement | null;
  /** Height of a row, pixels. */
  readonly height: number;
}

/** Where lists were left in this session, so that the way back leads to the same rows: pixels by key. */
const places = new Map<string, number>();
const MOST_PLACES = 50;

/**
 * Keeps the place in a list: rows that come or go above those in sight do not move them, another question begins at the
 * top, and who comes back finds the list where it was.
 */
export function useGridPlace({ key, rows, scroller, height }: Grid): { readonly remember: () => void } {
  let anchor: { readonly id: string; readonly at: number } | null = null;
  let isRestored = false;

  function remember(): void {
    const at = Math.floor((scroller()?.scrollTop ?? 0) / height);
    const row = rows()[at];
    anchor = at > 0 && row ? { id: row.id, at } : null;
  }
  function keepInSight(): void {
    const element = scroller();
    if (!anchor || !element || rows()[anchor.at]?.id === anchor.id) return;
    const moved = placeOf(rows(), anchor);
    if (moved === null) return;
    element.scrollTop += (moved - anchor.at) * height;
    anchor = { ...anchor, at: moved };
  }
  async function restore(): Promise<void> {
    const place = places.get(key());
    if (isRestored || rows()[0] === undefined) return;
    isRestored = true;
    await nextTick();
    const element = scroller();
    if (place !== undefined && element) element.scrollTop = place;
  }
  watch(
    rows,
    () => {
      if (isRestored) void nextTick(keepInSight);
      else void restore();
    },
    { immediate: true, flush: "post" },
  );
  watch(key, (_, before) => {
    keep(before, scroller());
    anchor = null;
    scroller()?.scrollTo({ top: 0 });
  });
  onBeforeUnmount(() => {
    keep(key(), scroller());
  });
  return { remember };
}

function keep(key: string, element: HTMLElement | null): void {
  places.delete(key);
  if (element && element.scrollTop > 0) places.set(key, element.scrollTop);
  const [oldest] = places.keys();
  if (places.size > MOST_PLACES && oldest !== undefined) places.delete(oldest);
}

/** How far a row is looked for from where it was. */
const NEAR = 200;

function placeOf(
  rows: readonly (RecordRow | undefined)[],
  { id, at }: { readonly id: string; readonly at: number },
): number | null {
  const from = Math.max(0, at - NEAR);
  const place = rows.slice(from, at + NEAR).findIndex((one) => one?.id === id);
  return place < 0 ? null : from + place;
}
