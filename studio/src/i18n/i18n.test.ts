import { describe, expect, it } from "vitest";
import { createI18n } from "vue-i18n";
import bulk from "./en/bulk.json" with { type: "json" };
import designer from "./en/designer.json" with { type: "json" };
import imports from "./en/imports.json" with { type: "json" };
import { amountIn } from "./i18n.ts";

const { t } = createI18n({
  legacy: false,
  locale: "en",
  messages: { en: { bulk, designer, imports } },
}).global;
const text = (key: string, parts: Record<string, unknown> = {}) => t(key, parts, amountIn(parts));

describe("English texts", () => {
  it("take the form for one only for one", () => {
    expect(text("imports.rows", { count: 1 })).toBe("1 row");
    expect(text("imports.rows", { count: 0 })).toBe("0 rows");
    expect(text("imports.rows", { count: 12 })).toBe("12 rows");
    expect(text("imports.rows", { count: "1,000" })).toBe("1,000 rows");
  });

  it("take it from another part when none is named count", () => {
    expect(text("bulk.done", { changed: 1 })).toBe("1 record done");
    expect(text("bulk.done", { changed: 2 })).toBe("2 records done");
  });

  it("keep the bars of an example", () => {
    expect(text("designer.pasteHint")).toContain("Chinese | English | code");
  });
});
