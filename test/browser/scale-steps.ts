import { readFile } from "node:fs/promises";
import type { Locator, Page } from "playwright-core";
import { memorySource, readSheet } from "#functions/operations/imports/reading/read-sheet.ts";
import type { SheetHead, SheetRow } from "#functions/operations/imports/reading/sheet.ts";
import { PATIENCE_MS } from "./product.ts";
import { choose, closeWith, formField, goTo, panel } from "./screen.ts";

/** For what goes through thousands of records on shared cores. */
const long = { timeout: 15 * PATIENCE_MS };

interface Table {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Gives a table to the wizard; resolves when its columns are proposed. */
export async function giveTable(page: Page, file: Table): Promise<void> {
  await goTo(page, "导入");
  const again = page.getByRole("button", { name: "再导入一批" });
  if (await again.isVisible()) await again.click();
  await page.locator("main input[type=file]").setInputFiles(file);
  await page.getByRole("heading", { name: file.name }).waitFor(long);
}

/** Chooses where a column goes. */
export async function chooseTarget(page: Page, column: string, target: string): Promise<void> {
  await choose(page.getByRole("button", { name: `“${column}”列导入到` }), target, target);
}

/** What the wizard proposes or what was chosen for a column. */
export async function targetOf(page: Page, column: string): Promise<string> {
  return (await page.getByRole("button", { name: `“${column}”列导入到` }).innerText()).trim();
}

/** Tries the import; nothing is written. */
export async function tryImport(page: Page): Promise<void> {
  await page.getByRole("button", { name: "试运行" }).last().click();
  await page.getByText("试运行完成，没有写入任何数据。").waitFor(long);
}

/** Runs the import that was tried; resolves when it has ended. */
export async function runImport(page: Page): Promise<void> {
  await page.getByRole("button", { name: "正式导入" }).click();
  await page.getByText("导入完成", { exact: true }).waitFor(long);
}

/** What the screen says became of the rows. */
export async function importCounts(page: Page): Promise<Readonly<Record<string, number>>> {
  const list = page.locator("main dl").first();
  const names = await list.locator("dt").allInnerTexts();
  const values = await list.locator("dd").allInnerTexts();
  return Object.fromEntries(names.map((name, at) => [name, Number(values[at])]));
}

/** Downloads the rows with problems and reads them. */
export async function errorRows(page: Page): Promise<{ head: SheetHead; rows: readonly SheetRow[] }> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "下载问题行" }).click(),
  ]);
  const rows: SheetRow[] = [];
  const heads: SheetHead[] = [];
  const read = await readSheet(memorySource(await readFile(await download.path())), null, {
    head: (given) => void heads.push(given),
    row: (row) => void rows.push(row),
  });
  const [head] = heads;
  if (!read.ok || !head) throw new Error("the file of problems cannot be read");
  return { head, rows };
}

/** Undoes the import of a file, from the list of imports; resolves when that has ended. */
export async function undoImport(page: Page, name: string): Promise<Locator> {
  await openImport(page, name);
  await page.getByRole("button", { name: "撤销导入" }).click();
  await panel(page).getByRole("button", { name: "撤销导入" }).click();
  const outcome = page.getByRole("status").filter({ hasText: /^导入已撤销/ });
  await outcome.waitFor(long);
  return outcome;
}

/** Opens an import in the list of imports. */
export async function openImport(page: Page, name: string): Promise<void> {
  await page.goto("/settings/imports");
  await page.getByRole("region", { name: "最近的导入" }).getByRole("button", { name }).first().click();
  await page.getByRole("heading", { name }).waitFor();
}

/** Looks for duplicates among all accounts; resolves when they are found. */
export async function findAllDuplicates(page: Page): Promise<void> {
  await page.goto("/r/account/duplicates");
  await page.getByRole("button", { name: "在全部记录中查找" }).click();
  await page.getByRole("status").filter({ hasText: "查找完成" }).waitFor(long);
}

/** The group of records that has one of this name. */
export function duplicateGroup(page: Page, name: string): Locator {
  return page.getByRole("article").filter({ has: page.getByRole("link", { name, exact: true }) });
}

/** Opens the comparison of a group. */
export async function compare(page: Page, name: string): Promise<void> {
  await duplicateGroup(page, name).getByRole("button", { name: "对比并合并" }).click();
  await panel(page).getByRole("columnheader").first().waitFor();
}

/** Merges what is compared: this record stays, these fields take another's value. */
export async function mergeInto(
  page: Page,
  name: string,
  chosen: readonly { readonly field: string; readonly of: string }[],
): Promise<void> {
  const keep = panel(page).getByRole("columnheader").filter({ hasText: name }).getByRole("radio");
  await keep.first().check();
  for (const { field, of } of chosen)
    await panel(page)
      .getByRole("radio", { name: `${field}: ${of}`, exact: true })
      .check();
}

/** Types a new account with this name; the hints that appear. */
export async function hintsFor(page: Page, name: string): Promise<Locator> {
  await page.goto("/r/account");
  await page.getByRole("button", { name: "新建客户" }).first().click();
  await formField(page, "name").locator("input").fill(name);
  const hints = panel(page).locator("[data-test=duplicate-hints]");
  await hints.getByRole("link").first().waitFor();
  return hints;
}

/** Types words into the global box. */
export async function lookFor(page: Page, words: string): Promise<Locator> {
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("搜索记录，或前往页面…").fill(words);
  return page.getByRole("option");
}

/** Narrows a list to one option of a choice. */
export async function filterByOption(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole("button", { name: "筛选", exact: true }).click();
  const form = page.locator("form").filter({ hasText: "应用" });
  await choose(form.locator("button").first(), field);
  await choose(form.locator("button").nth(2), option);
  await form.getByRole("button", { name: "应用" }).click();
}

/** Ticks everything that matches; how many records the bar says are chosen. */
export async function chooseAll(page: Page): Promise<number> {
  await page.getByRole("checkbox", { name: "选择已显示的全部记录" }).click();
  const bar = bulkBar(page);
  const all = bar.getByRole("button", { name: /^选择符合条件的全部 \d+ 条$/ });
  await all.click();
  return Number(/\d+/u.exec(await bar.getByText(/^已选 \d+ 条$/).innerText())?.[0]);
}

export function bulkBar(page: Page): Locator {
  return page.getByRole("toolbar", { name: "批量操作" });
}

/** Sets a text of all chosen records; the notice about it stays on the screen. */
export async function editChosen(page: Page, field: string, value: string): Promise<Locator> {
  await bulkBar(page).getByRole("button", { name: "修改字段" }).click();
  await choose(panel(page).getByRole("combobox").first(), field, field);
  await panel(page).getByLabel("新的值").fill(value);
  await panel(page)
    .getByText(/已试算前 \d+ 条/)
    .waitFor();
  await closeWith(page, await labelOf(panel(page).getByRole("button", { name: /^修改 \d+ 条$/ })));
  const notice = page.getByRole("alert").or(page.getByRole("listitem")).filter({ hasText: "已处理" }).last();
  await notice.waitFor(long);
  return notice;
}

async function labelOf(button: Locator): Promise<string> {
  return (await button.innerText()).trim();
}

/** What a list adds up to at its end. */
export async function footerSum(page: Page, field: string): Promise<number> {
  return digitsOf(await page.locator(`[data-sum=${field}] .amount`).innerText());
}

/** What the columns of a board say. */
export async function columnTotals(
  page: Page,
): Promise<readonly { readonly stage: string; readonly count: number; readonly sum: number }[]> {
  await page.locator("[data-total=sum]").first().waitFor();
  const columns = await page.getByRole("region", { name: "看板" }).locator("section").all();
  return Promise.all(
    columns.map(async (column) => {
      const [count = "", sum = ""] = await column.locator("header .amount").allInnerTexts();
      const stage = (await column.locator("header h2").innerText()).trim();
      return { stage, count: Number(count), sum: digitsOf(sum) };
    }),
  );
}

function digitsOf(text: string): number {
  return Number(text.replaceAll(/[^0-9.]/g, ""));
}
