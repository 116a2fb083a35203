import { describe, expect, it } from "vitest";
import { added, amountsText, sameAmounts, sumIn } from "./amounts.ts";

describe("amounts", () => {
  it("are read with their currency, whether there is one or several", () => {
    expect(sumIn({ sum_amount: "12.50", units: { amount: ["USD"] } }, "amount")).toEqual({ USD: "12.50" });
    const several = { CNY: "1.00", USD: "2.00" };
    expect(sumIn({ sum_amount: several, units: { amount: ["CNY", "USD"] } }, "amount")).toEqual(several);
    expect(sumIn({ sum_score: "7" }, "score")).toEqual({ "": "7" });
    expect(sumIn({ sum_score: null }, "score")).toEqual({});
  });

  it("are added to and taken from exactly", () => {
    const more = added({ CNY: "0.10" }, { unit: "CNY", amount: "0.20" }, 1);
    expect(more).toEqual({ CNY: "0.3" });
    expect(added(more, { unit: "CNY", amount: "0.30" }, -1)).toEqual({});
    expect(added({}, { unit: "USD", amount: "5" }, 1)).toEqual({ USD: "5" });
    expect(sameAmounts({ CNY: "0.30" }, { CNY: "0.3", USD: "0.00" })).toBe(true);
    expect(sameAmounts({ CNY: "0.30" }, { USD: "0.30" })).toBe(false);
  });

  it("are told per currency", () => {
    expect(amountsText({ CNY: "1234.56", USD: "3" }, "en", 0)).toBe("¥1,235 + $3");
    expect(amountsText({ "": "1234.5" }, "en")).toBe("1,234.5");
    expect(amountsText({}, "en")).toBe("");
  });
});
