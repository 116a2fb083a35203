import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { PATIENCE_MS, startProduct, type Product, type Window } from "./product.ts";

let product: Product;
let admin: Window;

beforeAll(async () => {
  product = await startProduct();
  admin = await product.open({ as: "admin" });
}, PATIENCE_MS * 6);
afterAll(() => product.stop());

/** What the first two columns of the board are said to hold. */
async function counts(page: Page): Promise<readonly number[]> {
  await page.locator("[data-total=sum]").first().waitFor();
  const texts = await page.locator("[data-total=count]").allTextContents();
  return texts.slice(0, 2).map(Number);
}

/** Notes every text that the totals show from now on. */
const watching = `{
  const read = () => [...document.querySelectorAll("[data-total]")].map((one) => one.textContent.trim()).join(" ");
  window.shown = [read()];
  new MutationObserver(() => {
    if (window.shown.at(-1) !== read()) window.shown.push(read());
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}`;

describe("totals in a browser", () => {
  it(
    "follow a card that moves at once, do not flicker while the counters catch up, and are right afterwards",
    async () => {
      const { page } = admin;
      await page.goto(`${product.origin}/r/deal?view=deal_board`);
      const [from = 0, to = 0] = await counts(page);
      expect(from).toBeGreaterThan(0);
      await page.evaluate(watching);
      const again = page.waitForResponse((one) => one.url().endsWith("/objects/deal/aggregate"));
      await page.locator("[data-stage]").first().getByRole("link").first().focus();
      await page.keyboard.press("Alt+ArrowRight");
      await page
        .locator("[data-total=count]")
        .first()
        .getByText(String(from - 1), { exact: true })
        .waitFor();
      expect(await counts(page)).toEqual([from - 1, to + 1]);
      await again;
      await product.drain();
      expect(await page.evaluate("window.shown.length")).toBe(2);
      await page.reload();
      expect(await counts(page)).toEqual([from - 1, to + 1]);
      expect(admin.faults).toEqual([]);
    },
    PATIENCE_MS * 3,
  );

  it(
    "of filled fields lead to the list of those without a value, which has totals of its own",
    async () => {
      const { page } = admin;
      await page.goto(`${product.origin}/settings/objects/deal`);
      await page.getByRole("tab", { name: "数据质量" }).click();
      const row = page.locator("[data-quality=lost_reason]");
      const [empty = ""] = /\d+/.exec((await row.getByRole("link").textContent()) ?? "") ?? [];
      await row.getByRole("link").click();
      await page.getByText(`${empty} 条`, { exact: true }).waitFor();
      await page.locator("[data-sum=amount]").getByText(/^¥/).waitFor();
      expect(admin.faults).toEqual([]);
    },
    PATIENCE_MS * 2,
  );
});
