import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";

/** Opens a list of choices and takes one; `words` are typed into its search box first. */
export async function choose(opener: Locator, option: string, words?: string): Promise<void> {
  const page = opener.page();
  await opener.click();
  const list = page.getByRole("listbox").last();
  await list.waitFor();
  if (words !== undefined) await page.locator("input[role=combobox]").last().fill(words);
  await list.getByRole("option", { name: option, exact: true }).first().click();
  await list.waitFor({ state: "detached" });
}

/** Opens a menu and takes one of its items. */
export async function takeFromMenu(page: Page, opener: Locator, item: string): Promise<void> {
  await opener.click();
  await page.getByRole("menuitem").filter({ hasText: item }).first().click();
}

/** Fills a text of both languages, by the label of its group. */
export async function fillBoth(
  scope: Locator,
  label: string,
  [zh, en]: readonly [string, string],
): Promise<void> {
  await scope.getByLabel(`${label} (中文)`, { exact: true }).fill(zh);
  await scope.getByLabel(`${label} (英文)`, { exact: true }).fill(en);
}

/** The panel or dialog in front. */
export function panel(page: Page): Locator {
  return page.getByRole("dialog").last();
}

/** Closes the panel in front with this button and waits until it is gone. */
export async function closeWith(page: Page, button: string): Promise<void> {
  const open = await page.getByRole("dialog").count();
  await panel(page).getByRole("button", { name: button, exact: true }).click();
  await page
    .getByRole("dialog")
    .nth(open - 1)
    .waitFor({ state: "detached" });
}

/** One field of a record's form. */
export function formField(page: Page, apiName: string): Locator {
  return page.locator(`[data-field="${apiName}"]`);
}

/** Goes to a page of the sidebar. */
export async function goTo(page: Page, entry: string): Promise<void> {
  await page.locator("aside").getByRole("link", { name: entry, exact: true }).click();
}

/** Chooses a language in the menu of the person. */
export async function speak(page: Page, language: string): Promise<void> {
  await page.getByRole("button", { name: /^(?:我的账户|My account)$/ }).click();
  await page
    .getByRole("menuitem")
    .filter({ hasText: /语言|Language/ })
    .click();
  await page.getByRole("menuitemcheckbox", { name: language }).click();
}

/** Chooses a theme in the menu of the person, whose language is English. */
export async function useTheme(page: Page, theme: string): Promise<void> {
  await page.getByRole("button", { name: "My account" }).click();
  await page.getByRole("menuitem").filter({ hasText: "Theme" }).click();
  await page.getByRole("menuitemcheckbox", { name: theme }).click();
}

/** Keeps a picture when `SCREENSHOTS` names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env["SCREENSHOTS"];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
}
