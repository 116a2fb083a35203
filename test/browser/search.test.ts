import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATIENCE_MS, startProduct, type Product, type Window } from "./product.ts";
import { picture } from "./screen.ts";

let product: Product;
let admin: Window;

const MARKUP = '<img src=x onerror="window.__pwn=1">云雀计划';

beforeAll(async () => {
  product = await startProduct();
  admin = await product.open({ as: "admin" });
  const operations = [
    { op: "create", values: { name: MARKUP } },
    { op: "create", values: { name: "云雀科技", phone: "13912345678" } },
    ...Array.from({ length: 40 }, (_, at) => ({ op: "create", values: { name: `云雀分店 ${at}` } })),
  ];
  const response = await fetch(`${product.origin}/api/v1/objects/account/bulk`, {
    method: "POST",
    headers: { authorization: `Bearer ${await product.token("admin")}`, "content-type": "application/json" },
    body: JSON.stringify({ operations }),
  });
  expect(response.status).toBe(200);
  await product.drain();
}, PATIENCE_MS * 6);
afterAll(() => product.stop());

describe("search in a browser", () => {
  it(
    "opens by keyboard, marks what was found, goes to a record by Enter and remembers it",
    async () => {
      const { page } = admin;
      await page.goto(`${product.origin}/`);
      await page.locator("main#main").waitFor();
      await page.keyboard.press("Control+k");
      const box = page.getByPlaceholder("搜索记录，或前往页面…");
      await box.fill("云雀科");
      const option = page.getByRole("option").filter({ hasText: "云雀科技" });
      await option.waitFor();
      expect(await option.locator("mark").allTextContents()).toEqual(["云雀科"]);
      await picture(page, "search-palette");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "云雀科技" }).first().waitFor();
      await page.keyboard.press("Control+k");
      await page.getByText("最近打开").waitFor();
      await page.getByRole("option").filter({ hasText: "云雀科技" }).waitFor();
      await picture(page, "search-recent");
      await page.getByPlaceholder("搜索记录，或前往页面…").fill("139 1234 5678");
      await page.getByRole("option").filter({ hasText: "云雀科技" }).locator("mark").waitFor();
      await picture(page, "search-phone");
    },
    PATIENCE_MS * 2,
  );

  it(
    "shows all results by object and page by page; X01: a name of markup is text",
    async () => {
      const { page } = admin;
      await page.goto(`${product.origin}/search?q=${encodeURIComponent("云雀")}`);
      const results = page.getByRole("list", { name: "搜索结果" }).getByRole("listitem");
      await results.first().waitFor();
      expect(await results.count()).toBe(25);
      await picture(page, "search-page");
      await page.getByRole("button", { name: "加载更多" }).click();
      await page.getByText("已显示全部结果").waitFor();
      expect(await results.count()).toBe(42);
      await results.filter({ hasText: "<img src=x" }).waitFor();
      expect(await page.evaluate("window.__pwn")).toBeUndefined();
      await page.getByRole("group", { name: "按对象筛选" }).getByRole("button", { name: "其他对象" }).click();
      await page.getByRole("menuitem").filter({ hasText: "联系人" }).click();
      await page.getByRole("button", { name: "在全部对象中搜索" }).waitFor();
      await picture(page, "search-nothing");
    },
    PATIENCE_MS * 2,
  );

  it(
    "fits a narrow screen, in English too",
    async () => {
      const { page, faults } = await product.open({ as: "admin", language: "en", width: 390 });
      await page.evaluate("localStorage.setItem('tessera.locale', 'en')");
      await page.goto(`${product.origin}/search?q=${encodeURIComponent("云雀")}`);
      await page.getByRole("list", { name: "Search results" }).getByRole("listitem").first().waitFor();
      const width = await page.evaluate("document.documentElement.scrollWidth");
      expect(width).toBeLessThanOrEqual(390);
      await picture(page, "search-page-390");
      await page.keyboard.press("Control+k");
      await page.getByPlaceholder("Search records, or go to a page…").fill("云雀");
      await page.getByText("See more results for").waitFor();
      await picture(page, "search-palette-390");
      expect(faults).toEqual([]);
      expect(admin.faults).toEqual([]);
    },
    PATIENCE_MS * 2,
  );
});
