import { describe, expect, it } from "vitest";
import { ref } from "vue";
import { useGridKeys } from "./use-grid-keys.ts";

function grid(at: number) {
  const active = ref(at);
  const done: string[] = [];
  const onKey = useGridKeys({
    rows: () => 1_000,
    page: () => 20,
    active,
    show: (row) => done.push(`show ${String(row)}`),
    open: (row) => done.push(`open ${String(row)}`),
    tick: (row) => done.push(`tick ${String(row)}`),
    isOwn: (event) => event.target === null,
  });
  const press = (key: string, more: KeyboardEventInit = {}) => {
    const event = new KeyboardEvent("keydown", { key, cancelable: true, ...more });
    onKey(event);
    return event.defaultPrevented;
  };
  return { active, done, press };
}

describe("keys of a list", () => {
  it.each([
    ["ArrowDown", 500, 501],
    ["k", 500, 499],
    ["PageDown", 500, 520],
    ["PageUp", 5, 0],
    ["Home", 500, 0],
    ["End", 500, 999],
    ["j", 999, 999],
    ["ArrowDown", -1, 0],
  ])("%s leads from row %i to row %i", (key, from, to) => {
    const { active, done, press } = grid(from);
    expect(press(key)).toBe(true);
    expect(active.value).toBe(to);
    expect(done).toEqual([`show ${String(to)}`]);
  });

  it("opens and ticks the active row, and none while no row is active", () => {
    const { done, press } = grid(7);
    for (const key of ["Enter", " ", "x"]) press(key);
    expect(done).toEqual(["open 7", "tick 7", "tick 7"]);
    const none = grid(-1);
    none.press("Enter");
    expect(none.done).toEqual([]);
  });

  it("leaves other keys, shortcuts of the browser and words being composed alone", () => {
    const { done, press } = grid(7);
    expect(press("q")).toBe(false);
    expect(press("toString")).toBe(false);
    expect(press("End", { ctrlKey: true })).toBe(false);
    expect(press("Enter", { isComposing: true })).toBe(false);
    expect(done).toEqual([]);
  });
});
