import { describe, expect, it } from "vitest";
import { listShape, rowFromText, windowsFor, type ListKnowledge, type ListWindow } from "./list-windows.ts";

const full: ListWindow = { rows: 50, more: true, partial: false };
const known = (given: Partial<ListKnowledge>): ListKnowledge => ({
  size: 50,
  count: 1_234,
  windows: new Map(),
  ...given,
});

describe("shape of a list read in windows", () => {
  it("has room for all counted rows before they are read", () => {
    expect(listShape(known({ windows: new Map([[0, full]]) }))).toMatchObject({ rows: 1_234, more: true });
    const end: ListWindow = { rows: 34, more: false, partial: false };
    const windows = new Map([
      [0, full],
      [24, end],
    ]);
    expect(listShape(known({ windows }))).toMatchObject({ rows: 1_234, more: false, partial: false });
  });

  it("believes the rows rather than a count that is behind them", () => {
    const end: ListWindow = { rows: 3, more: false, partial: false };
    expect(listShape(known({ count: 10, windows: new Map([[0, full]]) })).rows).toBe(51);
    expect(listShape(known({ count: 90, windows: new Map([[0, end]]) })).rows).toBe(3);
    expect(listShape(known({ count: undefined, windows: new Map([[0, full]]) })).rows).toBe(51);
  });

  it("can be jumped into up to 10,000 rows, and goes on by cursor from there", () => {
    const first = listShape(known({ count: 100_000, windows: new Map([[0, full]]) }));
    expect(first).toMatchObject({ rows: 10_050, lastWindow: 200, tailAt: null, more: true });
    const windows = new Map([
      [0, full],
      [200, full],
    ]);
    expect(listShape(known({ count: 100_000, windows }))).toMatchObject({ rows: 10_050, tailAt: 10_050 });
    const tail: ListWindow = { rows: 100, more: true, partial: false };
    const further = listShape(known({ count: 100_000, windows, tail }));
    expect(further).toMatchObject({ rows: 10_150, more: true, partial: false });
    const whole = listShape(known({ count: 10_150, windows, tail: { ...tail, more: false } }));
    expect(whole).toMatchObject({ rows: 10_150, more: false });
  });

  it("stops where the budget ended, until somebody wants to look further", () => {
    const cut: ListWindow = { rows: 7, more: true, partial: true };
    const shape = listShape(known({ windows: new Map([[0, cut]]) }));
    expect(shape).toMatchObject({ rows: 7, lastWindow: 0, tailAt: 7, more: true, partial: true });
    const tail: ListWindow = { rows: 20, more: true, partial: false };
    expect(listShape(known({ windows: new Map([[0, cut]]), tail }))).toMatchObject({
      rows: 27,
      partial: false,
      more: true,
    });
    const ended = listShape(known({ windows: new Map([[0, cut]]), tail: { ...tail, more: false } }));
    expect(ended).toMatchObject({ rows: 27, more: false, partial: false });
  });

  it("is empty when the only window is", () => {
    const none: ListWindow = { rows: 0, more: false, partial: false };
    expect(listShape(known({ count: 0, windows: new Map([[0, none]]) })).rows).toBe(0);
  });
});

it("reads the windows in sight, and the first for the count", () => {
  const bounds = { size: 50, lastWindow: 200 };
  expect(windowsFor({ first: 0, last: 30 }, bounds)).toEqual([0]);
  expect(windowsFor({ first: 40, last: 101 }, bounds)).toEqual([0, 1, 2]);
  expect(windowsFor({ first: 5_000, last: 5_020 }, bounds)).toEqual([0, 100]);
  expect(windowsFor({ first: 20_000, last: 20_020 }, bounds)).toEqual([0, 200]);
});

it("goes to the row that is typed, or to the nearest there is", () => {
  expect(rowFromText("1,234", 2_000)).toBe(1_233);
  expect(rowFromText(" 0 ", 2_000)).toBe(0);
  expect(rowFromText("99999", 2_000)).toBe(1_999);
  expect(rowFromText("12a", 2_000)).toBeNull();
  expect(rowFromText("5", 0)).toBeNull();
});
