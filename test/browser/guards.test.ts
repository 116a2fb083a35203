import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { barriers } from "./barriers.ts";
import { launchBrowser } from "./browser.ts";
import { watchFaults } from "./product.ts";

const frame = '<html lang="en"><head><title>Planted</title></head><body><main><h1>Planted</h1>';

/** The guards of the other browser tests find what is planted before them. */
describe("guards", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it("a button without a name and pale text are serious barriers", async () => {
    const page = await browser.newPage();
    await page.setContent(`${frame}<button></button><p style="color:#bbb">pale</p></main></body></html>`);
    const found = await barriers(page, "planted");
    expect(found.map((one) => one.split(" ")[1])).toEqual(["button-name", "color-contrast"]);
  });

  it("console errors, foreign addresses and refused content are faults", async () => {
    const page = await browser.newPage();
    const faults = watchFaults(page, "http://127.0.0.1:9");
    await page.route("**/*", (route) => route.fulfill({ status: 404, body: "" }));
    await page.setContent(`${frame}<img alt="" src="http://elsewhere.test/a.png"></main></body></html>`);
    await page.evaluate("console.error('planted'); setTimeout(() => { throw new Error('thrown'); })");
    const kinds = () => [...new Set(faults.map((one) => one.split(":")[0]))].sort();
    await expect.poll(kinds).toEqual(["404", "console", "error", "foreign"]);
  });
});
