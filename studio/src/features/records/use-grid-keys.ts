import type { Ref } from "vue";

interface Grid {
  readonly rows: () => number;
  /** Rows that fit into the list. */
  readonly page: () => number;
  readonly active: Ref<number>;
  /** What is done with the active row. */
  readonly show: (at: number) => void;
  readonly open: (at: number) => void;
  readonly tick: (at: number) => void;
  /** Whether a key was meant for the list itself, not for something in it. */
  readonly isOwn: (event: KeyboardEvent) => boolean;
}

/** Keys of a list: arrows, j and k, a page, the ends; Enter opens, Space and x tick. */
export function useGridKeys(grid: Grid): (event: KeyboardEvent) => void {
  const moves: Readonly<Record<string, (at: number) => number>> = {
    j: (at) => at + 1,
    ArrowDown: (at) => at + 1,
    k: (at) => at - 1,
    ArrowUp: (at) => at - 1,
    PageDown: (at) => at + grid.page(),
    PageUp: (at) => at - grid.page(),
    Home: () => 0,
    End: () => grid.rows() - 1,
  };
  const acts: Readonly<Record<string, (at: number) => void>> = {
    Enter: grid.open,
    " ": grid.tick,
    x: grid.tick,
  };
  function move(to: (at: number) => number): void {
    grid.active.value = Math.max(0, Math.min(grid.rows() - 1, to(grid.active.value)));
    grid.show(grid.active.value);
  }
  return (event) => {
    if (isForBrowser(event) || !grid.isOwn(event)) return;
    const to = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
    const act = Object.hasOwn(acts, event.key) ? acts[event.key] : undefined;
    if (!to && !act) return;
    event.preventDefault();
    if (to) move(to);
    if (act && grid.active.value >= 0) act(grid.active.value);
  };
}

/** Keys that compose a word or belong to the browser. */
function isForBrowser(event: KeyboardEvent): boolean {
  return event.isComposing || event.ctrlKey || event.metaKey || event.altKey;
}
