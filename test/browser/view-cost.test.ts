import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATIENCE_MS, startProduct, type Product } from "./product.ts";

let product: Product;
const pictures = process.env["TESSERA_PICTURES"];

beforeAll(async () => {
  product = await startProduct();
}, PATIENCE_MS * 6);
afterAll(() => product.stop());

describe("the cost of a view, in a browser", () => {
  it(
    "names the index that would help, which goes into the draft and is published from there",
    async () => {
      const { page, faults } = await product.open({ as: "admin" });
      await page.goto("/r/deal?view=deal_all&sort=lost_reason");
      await page.getByRole("button", { name: "此视图的开销" }).click();
      const panel = page.getByRole("dialog").filter({ hasText: "读单位" });
      await panel.getByText("读取条目").waitFor();
      if (pictures) await page.screenshot({ path: `${pictures}/cost.png` });
      await panel.getByRole("button", { name: "添加索引" }).click();
      await page.waitForURL("**/settings/publish");
      await page.goto("/settings/objects/deal");
      await page.getByRole("tab", { name: "索引", exact: true }).click();
      const section = page.getByRole("region", { name: "索引", exact: true });
      await section.getByText(/已用 \d+ \/ 12 个索引位/).waitFor();
      await section.getByText("每新建一条记录", { exact: false }).waitFor();
      if (pictures) await page.screenshot({ path: `${pictures}/indexes.png` });
      expect(faults).toEqual([]);
    },
    PATIENCE_MS * 3,
  );

  it(
    "is for administrators, and fits a phone",
    async () => {
      const phone = await product.open({ as: "admin", width: 390 });
      await phone.page.goto("/r/deal?view=deal_all");
      await phone.page.getByRole("button", { name: "此视图的开销" }).click();
      await phone.page.getByText("读取条目").waitFor();
      expect(await phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
      if (pictures) await phone.page.screenshot({ path: `${pictures}/cost-phone.png` });
      expect(phone.faults).toEqual([]);
      const seller = await product.open({ as: "sales1" });
      await seller.page.goto("/r/deal?view=deal_all");
      await seller.page.getByRole("button", { name: "筛选" }).first().waitFor();
      expect(await seller.page.getByRole("button", { name: "此视图的开销" }).count()).toBe(0);
    },
    PATIENCE_MS * 3,
  );
});
