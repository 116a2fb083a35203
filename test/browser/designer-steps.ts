import type { Page } from "playwright-core";
import { choose, closeWith, fillBoth, goTo, panel, picture } from "./screen.ts";

/** The object 拜访 of the story, in the designer, field by field. */
export async function makeVisitObject(page: Page): Promise<void> {
  await goTo(page, "对象");
  await page.getByRole("button", { name: "新建对象" }).first().click();
  const dialog = page.getByRole("dialog");
  await fillBoth(dialog, "名称", ["拜访", "Visit"]);
  await dialog.getByRole("button", { name: "创建" }).click();
  await page.getByRole("heading", { name: "拜访", exact: true }).waitFor();
  await page.getByRole("region", { name: "字段" }).getByRole("button", { name: "名称" }).first().click();
  await fillBoth(panel(page), "名称", ["主题", "Subject"]);
  await panel(page).getByLabel("API 名称").fill("subject");
  await closeWith(page, "完成");
  await addField(page, "关联", ["客户", "Account"]);
  await choose(panel(page).getByLabel("关联对象", { exact: true }), "客户");
  await require(page);
  await closeWith(page, "完成");
  await addField(page, "日期", ["拜访日期", "Visit date"]);
  await require(page);
  await allowFilter(page);
  await closeWith(page, "完成");
  await addField(page, "单选", ["结果", "Result"]);
  await addOptions(page);
  await allowFilter(page);
  await picture(page, "designer-field");
  await closeWith(page, "完成");
  await addField(page, "金额", ["费用", "Cost"]);
  await allowFilter(page);
  await closeWith(page, "完成");
  await addField(page, "多行文本", ["纪要", "Notes"]);
  await closeWith(page, "完成");
}

/** Looks at the plan and publishes it. */
export async function publish(page: Page, expected: string): Promise<void> {
  await saved(page);
  await page.getByRole("link", { name: "查看并发布" }).click();
  await page.getByText(expected).first().waitFor();
  await picture(page, `plan-${expected.replaceAll(/[“”]/g, "")}`);
  await page.locator("main").getByRole("button", { name: "发布", exact: true }).click();
  await page.getByText("没有未发布的更改").waitFor();
}

/** Waits until the working copy is kept. */
async function saved(page: Page): Promise<void> {
  await page.getByRole("status").getByText("已保存").waitFor();
}

async function addField(page: Page, type: string, label: readonly [string, string]): Promise<void> {
  await page.getByRole("button", { name: "添加字段" }).first().click();
  await panel(page)
    .getByRole("button")
    .filter({ has: page.locator(`span.font-medium:text-is("${type}")`) })
    .click();
  await panel(page).getByRole("button", { name: "完成" }).waitFor();
  await fillBoth(panel(page), "名称", label);
}

async function require(page: Page): Promise<void> {
  await panel(page).getByRole("switch", { name: "必填", exact: true }).click();
}

async function allowFilter(page: Page): Promise<void> {
  await panel(page).getByRole("switch", { name: "可快速筛选", exact: true }).click();
}

const results = [
  { zh: "已沟通", en: "Talked", value: "talked" },
  { zh: "有意向", en: "Interested", value: "interested" },
  { zh: "无意向", en: "Not interested", value: "not_interested" },
];

async function addOptions(page: Page): Promise<void> {
  const form = panel(page);
  for (const [at, { zh, en, value }] of results.entries()) {
    if (at > 0) await form.getByRole("button", { name: "添加选项" }).click();
    await form.getByLabel(`第 ${at + 1} 个选项的中文名称`).fill(zh);
    await form.getByLabel(`第 ${at + 1} 个选项的英文名称`).fill(en);
    await form.getByRole("button", { name: `第 ${at + 1} 个选项的更多设置` }).click();
    await form.getByLabel(`第 ${at + 1} 个选项的值`).fill(value);
  }
}
