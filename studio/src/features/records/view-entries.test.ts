import { describe, expect, it } from "vitest";
import { viewEntries, withFavourite, withMoved } from "./view-entries.ts";

const label = { "zh-CN": "甲", en: "A" };
const view = (apiName: string, more: object = {}) => ({
  apiName,
  label,
  object: "deal",
  display: "list" as const,
  columns: ["name"],
  ...more,
});
const hidden = { columns: 0, filter: false, display: false };
const own = [{ id: "01A", version: 1, updatedAt: "", view: view("mine"), hidden }];
const shared = [view("all"), view("reps", { roles: ["rep"] }), view("first", { pinned: true })];
const nothing = { favourites: [], order: {} };

describe("views a list offers", () => {
  const named = (roles: readonly string[], preferences: typeof nothing | object = nothing) =>
    viewEntries({ object: "deal", shared, own, roles, preferences: preferences as never }).map(
      (one) => one.name,
    );

  it("are those for one's roles, pinned ones first, own ones last", () => {
    expect(named([])).toEqual(["first", "all", "01A"]);
    expect(named(["rep"])).toEqual(["first", "all", "reps", "01A"]);
  });

  it("stand in the person's own order", () => {
    const order = { deal: ["01A", "deal/all", "deal/gone"] };
    expect(named([], { favourites: [], order })).toEqual(["01A", "all", "first"]);
  });

  it("are favourites until they no longer are", () => {
    const on = withFavourite(nothing, "01A", true);
    expect(on.favourites).toEqual(["01A"]);
    expect(withFavourite(on, "01A", false).favourites).toEqual([]);
  });

  it("move one place at a time", () => {
    const entries = viewEntries({ object: "deal", shared, own, roles: [] });
    const moved = withMoved(nothing, entries, { object: "deal", key: "01A", by: -1 });
    expect(moved.order["deal"]).toEqual(["deal/first", "01A", "deal/all"]);
    expect(withMoved(nothing, entries, { object: "deal", key: "01A", by: 1 })).toBe(nothing);
  });
});
