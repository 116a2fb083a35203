import type { Page } from "playwright-core";

/** A mail on the mailbox page. */
export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
}

/** Mails that have left so far, oldest first; a duplicate would show. */
export async function mails(origin: string, subject: string): Promise<readonly Mail[]> {
  const answer = await fetch(`${origin}/_local/mail`);
  const all = (await answer.json()) as readonly Mail[];
  return all.filter((mail) => mail.subject.includes(subject));
}

/** Addresses to which a mail with these words went, in order of the alphabet. */
export async function addressees(origin: string, subject: string): Promise<readonly string[]> {
  return (await mails(origin, subject)).flatMap((mail) => mail.to).sort();
}

/** Does to a mail on the mailbox page what its reader would do. */
export async function readMail(
  page: Page,
  mail: { subject: string; to: string },
  action: RegExp,
): Promise<void> {
  await page.goto("/_local/");
  const entry = page.locator("#list button").filter({ hasText: mail.subject }).filter({ hasText: mail.to });
  await entry.click();
  await page.locator("#reader").getByRole("button", { name: action }).first().click();
  await page.locator("#status").getByText("完成").waitFor();
}

/** Moves the clock of the whole product by three days. */
export async function passThreeDays(page: Page): Promise<void> {
  await page.goto("/_local/");
  await page.getByRole("button", { name: "+3 d" }).click();
  await page.locator("#status").getByText("完成").waitFor();
}
