import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { barriers } from "./barriers.ts";
import { idOf, seedFlows } from "./flow-seed.ts";
import { PATIENCE_MS, startProduct, type Product, type Theme } from "./product.ts";
import { panel, picture } from "./screen.ts";

/** A screen, and how to tell that it is there. */
interface Screen {
  readonly name: string;
  readonly path: () => string;
  readonly shows: (page: Page) => Promise<unknown>;
}

const text = (words: string) => (page: Page) => page.getByText(words).first().waitFor();
const patience = { timeout: 2 * PATIENCE_MS, interval: 500 };
const ids = { deal: "", run: "" };

const screens: readonly Screen[] = [
  { name: "list", path: () => "/r/account", shows: (page) => page.getByRole("row").nth(5).waitFor() },
  { name: "board", path: () => "/r/deal", shows: openBoard },
  { name: "record", path: () => `/r/deal/${ids.deal}`, shows: text("动态") },
  { name: "form", path: () => "/r/deal", shows: openForm },
  { name: "objects", path: () => "/settings/objects", shows: text("互动记录") },
  { name: "object", path: () => "/settings/objects/deal", shows: text("预计金额") },
  { name: "field", path: () => "/settings/objects/deal", shows: openField },
  { name: "conditions", path: () => "/settings/objects/deal", shows: openConditions },
  { name: "option-set", path: () => "/settings/option-sets/lead_source", shows: text("使用它的字段") },
  { name: "pipeline", path: () => "/settings/pipelines/sales_pipeline", shows: text("添加流转") },
  { name: "rule", path: () => "/settings/rules/deal_amount_not_negative", shows: text("必须满足") },
  { name: "layout", path: () => "/settings/layouts/deal_page", shows: text("添加分区") },
  { name: "view", path: () => "/settings/views/deal_open", shows: text("添加排序") },
  { name: "app", path: () => "/settings/apps/crm_sales", shows: text("添加条目") },
  { name: "calendar", path: () => "/r/activity?view=activity_calendar", shows: text("今天") },
  { name: "jobs", path: () => "/settings/jobs", shows: text("检查数据一致性") },
  { name: "versions", path: () => "/settings/publish", shows: openVersions },
  { name: "publish", path: () => "/settings/publish", shows: text("发布") },
  { name: "workflows", path: () => "/settings/workflows", shows: text("提醒负责人") },
  { name: "workflow", path: () => "/settings/workflows/remind", shows: text("记录保存时") },
  { name: "run", path: () => `/settings/runs/${ids.run}`, shows: text("输入") },
  { name: "journeys", path: () => "/settings/journeys", shows: text("欢迎") },
  { name: "journey", path: () => "/settings/journeys/greet", shows: text("加入旅程") },
  { name: "templates", path: () => "/settings/templates", shows: text("欢迎邮件") },
  { name: "template", path: () => "/settings/templates/welcome", shows: text("预览") },
  { name: "imports", path: () => "/settings/imports", shows: text("把 CSV 或 Excel 文件拖到这里") },
  { name: "roles", path: () => "/settings/roles", shows: text("销售代表") },
  { name: "role", path: () => "/settings/roles/sales_rep", shows: text("查看运行记录") },
  { name: "mailbox", path: () => "/_local/", shows: text("本地信箱") },
];

/** Screens that a phone shows too. */
const onPhone = [
  ...["list", "board", "record", "form", "object"],
  ...["option-set", "pipeline", "rule", "layout", "view", "app", "calendar", "jobs", "versions"],
];

describe("every screen", () => {
  let product: Product;

  beforeAll(async () => {
    product = await startProduct();
    await seedFlows(product);
    ids.deal = await idOf(product, "deal");
    ids.run = await vi.waitUntil(() => idOf(product, "run"), patience);
  }, 5 * PATIENCE_MS);
  afterAll(() => product.stop());

  it.each<Theme>(["light", "dark"])("is free of serious barriers and faults, %s", async (theme) => {
    const out = await product.open({ theme });
    await out.page.goto("/");
    await out.page.locator("input[type=password]").waitFor();
    const found = [...(await barriers(out.page, `login ${theme}`))];
    await out.context.close();
    const { page, context, faults } = await product.open({ as: "admin", theme });
    for (const screen of screens) {
      await page.goto(screen.path());
      await screen.shows(page);
      await page.getByRole("progressbar").waitFor({ state: "detached" });
      found.push(...(await barriers(page, `${screen.name} ${theme}`)));
      await picture(page, `screen-${screen.name}-${theme}`);
    }
    expect({ found, faults }).toEqual({ found: [], faults: [] });
    await context.close();
  });

  it("fits a phone of 390 px: no page scrolls sideways", async () => {
    const { page, context, faults } = await product.open({ as: "admin", width: 390 });
    const wide: string[] = [];
    for (const screen of screens.filter((one) => onPhone.includes(one.name))) {
      await page.goto(screen.path());
      await (screen.name === "list" ? text("北京云启科技有限公司")(page) : screen.shows(page));
      const width = await page.evaluate<number>("document.documentElement.scrollWidth");
      const main = await page.evaluate<number>("document.querySelector('main').scrollWidth");
      if (width > 390 || main > 390) wide.push(`${screen.name}: page ${width}, main ${main}`);
      await picture(page, `phone-${screen.name}`);
    }
    expect({ wide, faults }).toEqual({ wide: [], faults: [] });
    await context.close();
  });
});

async function openBoard(page: Page): Promise<void> {
  await page.getByRole("button", { name: "商机看板" }).click();
  await page.getByRole("region", { name: "看板" }).getByRole("link").first().waitFor();
}

async function openForm(page: Page): Promise<void> {
  await page.getByRole("button", { name: "新建商机" }).last().click();
  await panel(page).locator("[data-field=amount]").waitFor();
}

async function openField(page: Page): Promise<void> {
  await page.getByRole("button", { name: "阶段" }).first().click();
  await panel(page).getByLabel("第 1 个选项的中文名称").waitFor();
}

async function openConditions(page: Page): Promise<void> {
  await page.getByRole("region", { name: "字段" }).getByRole("button", { name: "丢单原因" }).first().click();
  await panel(page).getByText("满足条件时必填").first().waitFor();
}

async function openVersions(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "版本历史" }).click();
  await page.getByText("当前版本").first().waitFor();
}
