import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from "vitest";
import { makeVisitObject, publish } from "./designer-steps.ts";
import { startProduct, type Product, type Window } from "./product.ts";
import { goTo, picture } from "./screen.ts";

/** The story of the main job, as three people walk it in their own windows; each step builds on those before. */
describe("the story", () => {
  let product: Product;
  let admin: Window;
  let sales: Window;
  let broken = false;

  beforeAll(async () => {
    product = await startProduct();
    [admin, sales] = await Promise.all([product.open({ as: "admin" }), product.open({ as: "sales1" })]);
  });
  afterAll(() => product.stop());
  beforeEach((context) => {
    if (broken) context.skip("a step before it failed");
    onTestFailed(async () => {
      broken = true;
      await picture(admin.page, "failed-admin");
      await picture(sales.page, "failed-sales");
    });
  });

  it("the admin makes an object, sees the plan and publishes", async () => {
    await makeVisitObject(admin.page);
    await picture(admin.page, "designer-object");
    await publish(admin.page, "新增对象“拜访”");
  });

  it("the sales user sees it without a reload", async () => {
    await goTo(sales.page, "拜访");
    await expect.poll(() => sales.page.url()).toContain("/r/visit");
    await picture(sales.page, "list-empty");
  });
});
