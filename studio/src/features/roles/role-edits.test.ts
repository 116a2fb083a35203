import { describe, expect, it } from "vitest";
import type { RoleDefinition } from "#engine";
import { levelOf, permissionOf, withLevel, withPermission } from "./role-edits.ts";

const role: RoleDefinition = {
  apiName: "sales",
  label: { "zh-CN": "销售", en: "Sales" },
  objects: { "*": { read: true, scope: "team" }, deal: { read: true, fields: { "*": "read" } } },
};

describe("role", () => {
  it("starts an object it did not name from the rest", () => {
    const next = withPermission(role, "visit", { create: true });
    expect(next.objects["visit"]).toEqual({ read: true, scope: "team", create: true });
    expect(permissionOf(role, "visit")).toEqual({ read: true, scope: "team" });
  });

  it("keeps only real exceptions for fields", () => {
    const deal = permissionOf(role, "deal");
    expect(levelOf(deal, "amount")).toBe("read");
    const written = withLevel(deal, "amount", "write");
    expect(written.fields).toEqual({ "*": "read", amount: "write" });
    expect(withLevel(written, "amount", "read").fields).toEqual({ "*": "read" });
    expect(withLevel({ read: true, fields: { a: "none" } }, "a", "write")).toEqual({ read: true });
  });
});
