import type { Locator, Page } from "playwright-core";
import { accountTable } from "./modelling-seed.ts";
import { PATIENCE_MS } from "./product.ts";
import { choose, closeWith, goTo, panel, picture } from "./screen.ts";

/** Imports the table of accounts as a person does; resolves when it is in. */
export async function importAccounts(page: Page): Promise<void> {
  await goTo(page, "导入");
  const file = { name: "客户清单.csv", mimeType: "text/csv", buffer: accountTable() };
  await page.locator("main input[type=file]").setInputFiles(file);
  await page.getByRole("heading", { name: file.name }).waitFor();
  await picture(page, "modelling-import");
  await page.getByRole("button", { name: "试运行" }).last().click();
  await page.getByText("试运行完成，没有写入任何数据。").waitFor();
  await page.getByRole("button", { name: "正式导入" }).click();
  await page.getByText("导入完成").waitFor({ timeout: 4 * PATIENCE_MS });
}

/** Opens a field of the account in the designer. */
export async function openField(page: Page, apiName: string): Promise<void> {
  await goTo(page, "对象");
  await page.locator('main a[href="/settings/objects/account"]').click();
  await fieldRow(page, apiName).getByRole("button").first().click();
  await panel(page).getByLabel("API 名称").waitFor();
}

/** Takes a field out of the account in the designer. */
export async function removeField(page: Page, apiName: string): Promise<void> {
  await openField(page, apiName);
  await panel(page).getByRole("button", { name: "删除字段" }).click();
  await fieldRow(page, apiName).waitFor({ state: "detached" });
  await kept(page);
}

/** Makes the open field a choice of the options in these lines, and nothing else. */
export async function makeChoice(page: Page, lines: string): Promise<void> {
  await choose(panel(page).getByLabel("类型", { exact: true }), "单选");
  await panel(page).getByRole("button", { name: "批量粘贴" }).click();
  await panel(page).getByRole("textbox", { name: "批量粘贴" }).fill(lines);
  await panel(page)
    .getByRole("button", { name: /^添加 \d+ 个$/ })
    .click();
  await panel(page).getByRole("button", { name: "第 1 个选项的更多设置" }).click();
  await panel(page).getByRole("button", { name: "移除第 1 个选项" }).click();
}

/** Closes the open field and waits until the working copy is kept. */
export async function finishField(page: Page): Promise<void> {
  await closeWith(page, "完成");
  await kept(page);
}

/** The plan of the working copy, in front of the person. */
export async function openPlan(page: Page): Promise<void> {
  await goTo(page, "发布");
  await page.getByRole("heading", { name: "客户", exact: false }).first().waitFor();
}

/** A line of the plan, by its sentence. */
export function changeLine(page: Page, sentence: string): Locator {
  return page.locator("main li").filter({ hasText: sentence }).first();
}

/** Publishes a plan that loses values, knowingly. */
export async function publishLoss(page: Page): Promise<void> {
  await page.locator("main").getByRole("button", { name: "发布", exact: true }).click();
  await closeWith(page, "发布");
  await page.getByText("没有未发布的更改").waitFor();
}

/** Drops the working copy of the account. */
export async function discardAccount(page: Page): Promise<void> {
  await goTo(page, "对象");
  await page.locator('main a[href="/settings/objects/account"]').click();
  await page.getByRole("button", { name: "更多", exact: true }).click();
  await page.getByRole("menuitem").filter({ hasText: "放弃未发布的更改" }).click();
}

/** Opens what going back to the version before the current one would do. */
export async function previewRollBack(page: Page): Promise<void> {
  await goTo(page, "发布");
  await page.getByRole("tab", { name: "版本历史" }).click();
  await page.getByRole("button", { name: "恢复此版本" }).first().click();
  await panel(page).getByRole("listitem").first().waitFor();
}

/** Changes a text of the record whose page is open; the message when it is refused, else empty. */
export async function editFact(page: Page, label: string, value: string): Promise<string> {
  const opener = page.getByRole("button", { name: `修改${label}` });
  await opener.focus();
  await page.keyboard.press("Enter");
  const row = page.locator("main dl div.grid, main div.grid").filter({
    has: page.getByRole("button", { name: "保存", exact: true }),
  });
  await row.last().locator("input").fill(value);
  await row.last().getByRole("button", { name: "保存", exact: true }).click();
  const message = row.last().getByRole("alert");
  await message.or(opener).first().waitFor();
  return (await message.count()) > 0 ? message.innerText() : "";
}

function fieldRow(page: Page, apiName: string): Locator {
  return page
    .getByRole("region", { name: "字段" })
    .getByRole("listitem")
    .filter({ has: page.locator(`span.font-mono:text-is("${apiName}")`) });
}

async function kept(page: Page): Promise<void> {
  await page.getByRole("status").getByText("已保存").waitFor();
}
