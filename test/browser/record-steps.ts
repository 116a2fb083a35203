import type { Locator, Page } from "playwright-core";
import { choose, formField, goTo, panel } from "./screen.ts";

export interface VisitValues {
  readonly subject: string;
  /** Digits, year first. */
  readonly date: string;
  readonly result: string;
  readonly cost: string;
}

/** Tries to save a form without values; returns the messages at the fields. */
export async function saveEmptyForm(page: Page): Promise<readonly string[]> {
  await page.getByRole("button", { name: "新建拜访" }).first().click();
  await formField(page, "subject").waitFor();
  await panel(page).getByRole("button", { name: "保存", exact: true }).last().click();
  await formField(page, "subject").getByText("请填写此项").waitFor();
  const shown = ["subject", "account", "visit_date"].map((name) =>
    formField(page, name).locator("[id$=error], [data-slot=error]").first().innerText(),
  );
  return Promise.all(shown);
}

/** Fills the open form and saves; the record's page opens. */
export async function fillVisit(page: Page, values: VisitValues): Promise<void> {
  await formField(page, "subject").locator("input").fill(values.subject);
  await pickAccount(page);
  await formField(page, "visit_date").getByRole("spinbutton").first().click();
  await page.keyboard.type(values.date);
  await choose(formField(page, "result").locator("button").first(), values.result);
  await formField(page, "cost").locator("input").fill(values.cost);
  await formField(page, "notes").locator("textarea").fill("现场演示了报表，客户关心实施周期。");
  await panel(page).getByRole("button", { name: "保存", exact: true }).last().click();
  await page.getByRole("heading", { level: 1, name: values.subject }).waitFor();
}

/** Saves another visit from the list. */
export async function addVisit(page: Page, values: VisitValues): Promise<void> {
  await goTo(page, "拜访");
  await page.getByRole("button", { name: "新建拜访" }).first().click();
  await fillVisit(page, values);
}

/** A contact of the same account, with an address. */
export async function addContact(page: Page, name: string, email: string): Promise<void> {
  await goTo(page, "联系人");
  await page.getByRole("button", { name: "新建联系人" }).first().click();
  await formField(page, "name").locator("input").fill(name);
  await pickAccount(page);
  await formField(page, "email").locator("input").fill(email);
  await panel(page).getByRole("button", { name: "保存", exact: true }).last().click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

/** Account of the story: the first of the sample data. */
export const ACCOUNT = "北京云启科技有限公司";

async function pickAccount(page: Page): Promise<void> {
  await choose(formField(page, "account").locator("button").first(), ACCOUNT, "北京云启");
}

/** Texts of the list's first column, as shown; before it stands the box to tick. */
export async function names(page: Page): Promise<readonly string[]> {
  return page.getByRole("grid").getByRole("row").locator("[role=gridcell]:nth-child(2)").allInnerTexts();
}

/** Puts a filter `结果 等于 option` on the list. */
export async function filterByResult(page: Page, option: string): Promise<void> {
  await page.getByRole("button", { name: "筛选", exact: true }).click();
  const form = page.locator("form").filter({ hasText: "应用" });
  await choose(form.locator("button").first(), "结果");
  await choose(form.locator("button").nth(2), option);
  await form.getByRole("button", { name: "应用" }).click();
}

/** What the head of a stage's column says. */
export async function stageTotals(page: Page, stage: string): Promise<{ count: number; sum: number }> {
  const texts = await column(page, stage).locator("header .amount").allInnerTexts();
  const [count = "", sum = ""] = texts;
  return { count: Number(count), sum: Number(sum.replaceAll(/[^0-9]/g, "")) };
}

/** Sorts the list by a column: upwards, then downwards. */
export async function sortBy(page: Page, heading: string): Promise<void> {
  await page.getByRole("columnheader", { name: heading }).getByRole("button").click();
}

/** Drags the first card of a stage to another with the mouse; returns what it is worth. */
export async function dragDeal(page: Page, from: string, to: string): Promise<{ amount: number }> {
  const card = column(page, from).locator("[data-stage] > *").first();
  const worth = /¥([\d,.]+)/.exec(await card.innerText())?.[1] ?? "0";
  const start = await middleOf(card.locator("div").last());
  const end = await middleOf(column(page, to).locator("[data-stage] > *").first());
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 8, start.y + 8, { steps: 4 });
  await page.mouse.move(end.x, end.y, { steps: 12 });
  await page.mouse.move(end.x, end.y + 4, { steps: 2 });
  await page.mouse.up();
  return { amount: Number(worth.replaceAll(",", "")) };
}

/** Changes the result of the visit whose page is open. */
export async function changeResult(page: Page, option: string): Promise<void> {
  const fact = page.getByRole("region", { name: "基本信息" });
  await fact.getByRole("button", { name: "修改结果" }).focus();
  await page.keyboard.press("Enter");
  const row = fact.locator("div.grid").filter({ has: page.getByRole("button", { name: "保存" }) });
  await choose(row.locator("button").first(), option);
  await row.getByRole("button", { name: "保存" }).click();
  await row.waitFor({ state: "detached" });
}

function column(page: Page, stage: string): Locator {
  return page.getByRole("region", { name: "看板" }).locator(`section[aria-label="${stage}"]`);
}

async function middleOf(place: Locator): Promise<{ x: number; y: number }> {
  await place.scrollIntoViewIfNeeded();
  const box = await place.boundingBox();
  if (!box) throw new Error("the place to drag is not on the page");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
