import { expect, it } from "vitest";
import { nextTick, reactive } from "vue";
import { MOST_CHOSEN, useSelection } from "./use-selection.ts";

const rowsOf = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `R${String(at)}` }));

it("is the ticked rows by id, or all that match once that is asked for", () => {
  const filter = { field: "name", op: "eq", value: "x" } as const;
  const chosen = useSelection(() => ({ object: "deal", filter, rows: rowsOf(3), count: 1_234 }));
  chosen.set(["R1"], true);
  expect([chosen.count.value, chosen.isPage.value]).toEqual([1, false]);
  chosen.setPage(true);
  expect(chosen.filter.value).toEqual({ field: "id", op: "in", value: ["R1", "R0", "R2"] });
  expect(chosen.isPage.value).toBe(true);
  chosen.takeAll();
  expect([chosen.count.value, chosen.filter.value]).toEqual([1_234, filter]);
  chosen.set(["R0"], false);
  expect(chosen.count.value).toBe(2);
});

it("forgets when the list asks for something else, and never holds more than can be named", async () => {
  const list = reactive({ object: "deal", filter: undefined, rows: rowsOf(MOST_CHOSEN + 20), count: 900 });
  const chosen = useSelection(() => list);
  chosen.setPage(true);
  expect(chosen.count.value).toBe(MOST_CHOSEN);
  list.object = "account";
  await nextTick();
  expect(chosen.count.value).toBe(0);
});
