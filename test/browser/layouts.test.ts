import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATIENCE_MS, startProduct, type Product, type Window } from "./product.ts";

let product: Product;
let admin: Window;

beforeAll(async () => {
  product = await startProduct();
  admin = await product.open({ as: "admin" });
}, PATIENCE_MS * 6);
afterAll(() => product.stop());

async function call(method: string, path: string, body: unknown): Promise<{ readonly id?: string }> {
  const response = await fetch(`${product.origin}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${await product.token("admin")}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.status).toBeLessThan(300);
  return (await response.json()) as { readonly id?: string };
}

describe("layouts in a browser", () => {
  it(
    "take a field from one section to the next by keyboard, and the record's page follows after publishing",
    async () => {
      const { page } = admin;
      await page.goto(`${product.origin}/settings/layouts/account_page`);
      const website = page.locator("[data-placed=website]");
      await website.focus();
      const moved = page.getByRole("region", { name: "备注" }).locator("[data-placed=website]");
      for (let step = 0; step < 4 && !(await moved.isVisible()); step += 1) {
        await page.keyboard.press("Alt+ArrowDown");
      }
      await moved.waitFor();
      expect(await page.locator(":focus").getAttribute("data-placed")).toBe("website");
      await page.getByText("已保存", { exact: true }).waitFor();
      const plan = await call("POST", "/metadata/plan", {});
      await call("POST", "/metadata/publish", { plan: plan.id });
      await page.goto(`${product.origin}/r/account`);
      await page.getByRole("grid").locator("[role=gridcell] a").first().click();
      await page.getByRole("region", { name: "备注" }).getByText("网站", { exact: true }).waitFor();
      await page.getByRole("tab", { name: "业务往来" }).click();
      await page.getByRole("heading", { level: 3, name: "联系人" }).waitFor();
    },
    PATIENCE_MS * 2,
  );

  it(
    "save what a list shows as a view of one's own, which stands among the favourites",
    async () => {
      const { page } = admin;
      await page.goto(`${product.origin}/r/account`);
      await page.getByRole("columnheader", { name: "城市" }).getByRole("button").click();
      await page.getByRole("button", { name: "保存为我的视图" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.locator("input").fill("按城市");
      await dialog.getByRole("button", { name: "保存" }).click();
      await page.getByRole("button", { name: "按城市", exact: true }).waitFor();
      await page.getByRole("button", { name: "视图操作" }).click();
      await page.getByRole("menuitem", { name: "加入收藏" }).click();
      await page.locator("aside").getByRole("link", { name: "按城市" }).waitFor();
      expect(admin.faults).toEqual([]);
    },
    PATIENCE_MS * 2,
  );
});
