import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATIENCE_MS, startProduct, type Product, type Window } from "./product.ts";

let product: Product;
let admin: Window;

beforeAll(async () => {
  product = await startProduct();
  admin = await product.open({ as: "admin" });
}, PATIENCE_MS * 6);
afterAll(() => product.stop());

interface Answer {
  readonly id?: string;
  readonly items?: readonly { readonly id: string }[];
}

async function call(path: string, body: unknown): Promise<Answer> {
  const response = await fetch(`${product.origin}/api/v1${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${await product.token("admin")}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.status).toBeLessThan(300);
  return (await response.json()) as Answer;
}

describe("a validation rule in a browser", () => {
  it(
    "is written with completion through a relation, tried on a record, and refuses an edit in place once published",
    async () => {
      const { page } = admin;
      await page.goto(`${product.origin}/settings/rules/deal_amount_not_negative`);
      const text = page.locator("textarea.font-mono");
      await text.fill("");
      await text.pressSequentially("record.account.ti");
      await page.getByRole("option", { name: /tier/ }).waitFor();
      await text.press("Enter");
      expect(await text.inputValue()).toBe("record.account.tier");
      await text.pressSequentially(' != "low" && record.account.nothing == 1');
      await page
        .getByText(/没有字段“account.nothing”/)
        .first()
        .waitFor();
      await text.fill('record.account.tier != "low"');
      await page.getByText("已保存", { exact: true }).waitFor();
      const low = { field: "account.tier", op: "eq", value: "low" };
      const found = await call("/objects/deal/query", { filter: low, fields: ["name"], limit: 1 });
      await page
        .getByRole("combobox", { name: "用一条记录试算" })
        .or(page.getByRole("button", { name: "用一条记录试算" }))
        .click();
      await page.getByRole("option").first().click();
      await page
        .locator("output")
        .getByText(/true|false/)
        .waitFor();

      const plan = await call("/metadata/plan", {});
      await call("/metadata/publish", { plan: plan.id });
      await page.goto(`${product.origin}/r/deal/${found.items?.[0]?.id ?? ""}`);
      await page.getByRole("button", { name: "修改下一步" }).click();
      const fact = page.locator("dd").filter({ has: page.getByRole("button", { name: "保存" }) });
      await fact.locator("input").fill("回访");
      await fact.getByRole("button", { name: "保存" }).click();
      await fact.getByRole("alert").getByText("预计金额不能小于零。").waitFor();
      expect(admin.faults).toEqual([]);
    },
    PATIENCE_MS * 3,
  );
});
