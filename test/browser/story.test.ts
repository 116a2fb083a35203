import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from "vitest";
import { makeVisitObject, publish } from "./designer-steps.ts";
import { enroll, makeFollowUp, makeNurture, openLatestRun } from "./flow-steps.ts";
import { importTables } from "./import-steps.ts";
import { addressees, passThreeDays, readMail } from "./mailbox-steps.ts";
import { PATIENCE_MS, startProduct, type Product, type Window } from "./product.ts";
import {
  addContact,
  addVisit,
  changeResult,
  dragDeal,
  fillVisit,
  filterByResult,
  names,
  saveEmptyForm,
  sortBy,
  stageTotals,
} from "./record-steps.ts";
import { goTo, picture, speak, useTheme } from "./screen.ts";

const patience = { timeout: PATIENCE_MS, interval: 200 };

const contacts = [
  { name: "样例联系人甲", email: "sample-1@customer.example" },
  { name: "样例联系人乙", email: "sample-2@customer.example" },
  { name: "样例联系人丙", email: "sample-3@customer.example" },
] as const;

/** The story of the main job, as three people walk it in their own windows; each step builds on those before. */
describe("the story", () => {
  let product: Product;
  let admin: Window;
  let sales: Window;
  let marketer: Window;
  let broken = false;

  beforeAll(async () => {
    product = await startProduct();
    await product.drain();
    admin = await product.open({ as: "admin" });
    sales = await product.open({ as: "sales1" });
    marketer = await product.open({ as: "marketer" });
  }, 5 * PATIENCE_MS);
  afterAll(() => product.stop());
  beforeEach(() => {
    if (broken) throw new Error("a step before it failed");
    onTestFailed(async () => {
      broken = true;
      await picture(admin.page, "failed-admin");
      await picture(sales.page, "failed-sales");
      await picture(marketer.page, "failed-marketer");
    });
  });

  it("the admin makes an object, sees the plan and publishes", async () => {
    await makeVisitObject(admin.page);
    await picture(admin.page, "designer-object");
    await publish(admin.page, "新增对象“拜访”");
  });

  it("the sales user, whose page was open before, finds it and is told in Chinese what an empty form lacks", async () => {
    await goTo(sales.page, "拜访");
    await sales.page.getByText("还没有拜访").waitFor();
    await picture(sales.page, "list-empty");
    expect(await saveEmptyForm(sales.page)).toEqual(["请填写此项。", "请填写此项。", "请填写此项。"]);
    await picture(sales.page, "form-empty");
  });

  it("the sales user saves three visits, filters and sorts them", async () => {
    await fillVisit(sales.page, { subject: "首次拜访", date: "20261120", result: "已沟通", cost: "260.50" });
    await picture(sales.page, "record");
    await addVisit(sales.page, { subject: "方案沟通", date: "20261122", result: "无意向", cost: "80" });
    await addVisit(sales.page, { subject: "产品演示", date: "20261118", result: "已沟通", cost: "1200" });
    await goTo(sales.page, "拜访");
    const listed = () => names(sales.page);
    await expect.poll(async () => (await listed()).length, patience).toBe(3);
    await sortBy(sales.page, "费用");
    await expect.poll(listed, patience).toEqual(["方案沟通", "首次拜访", "产品演示"]);
    await sortBy(sales.page, "费用");
    await expect.poll(listed, patience).toEqual(["产品演示", "首次拜访", "方案沟通"]);
    await filterByResult(sales.page, "已沟通");
    await expect.poll(listed, patience).toEqual(["产品演示", "首次拜访"]);
    await picture(sales.page, "list");
  });

  it("a deal is dragged to another stage and the totals follow", async () => {
    const { page } = sales;
    await goTo(page, "商机");
    await page.getByRole("button", { name: "商机看板" }).click();
    await expect.poll(async () => (await stageTotals(page, "潜在")).sum, patience).toBeGreaterThan(0);
    await picture(page, "board");
    const before = [await stageTotals(page, "潜在"), await stageTotals(page, "已确认需求")] as const;
    const { amount } = await dragDeal(page, "潜在", "已确认需求");
    const after = [
      { count: before[0].count - 1, sum: before[0].sum - amount },
      { count: before[1].count + 1, sum: before[1].sum + amount },
    ];
    const now = async () => [await stageTotals(page, "潜在"), await stageTotals(page, "已确认需求")];
    await expect.poll(now, patience).toEqual(after);
    await picture(page, "board-after");
  });

  it("a changed result makes a task and a mail; the run history shows what each step saw", async () => {
    await makeFollowUp(admin.page);
    await picture(admin.page, "workflow");
    await publish(admin.page, "新增工作流“意向跟进”");
    await goTo(sales.page, "拜访");
    await sales.page.getByRole("link", { name: "首次拜访" }).click();
    await changeResult(sales.page, "有意向");
    const mailed = () => addressees(product.origin, "感谢您抽出时间");
    await expect.poll(async () => (await mailed()).length, patience).toBe(1);
    await goTo(sales.page, "任务");
    const row = sales.page.getByRole("row").filter({ hasText: "跟进：首次拜访" });
    await row.waitFor();
    await expect.poll(() => row.innerText(), patience).toContain("销售一");
    await openLatestRun(admin.page, "意向跟进");
    const steps = admin.page.locator("main ol > li");
    expect(await steps.count()).toBe(3);
    const inputs = await steps.getByText("输入", { exact: true }).count();
    expect(inputs).toBe(3);
    await picture(admin.page, "run");
  });

  it("a journey mails the contacts whom the marketer lets in", async () => {
    for (const { name, email } of contacts) await addContact(sales.page, name, email);
    await makeNurture(admin.page);
    await picture(admin.page, "journey");
    await publish(admin.page, "新增旅程“新客培育”");
    await enroll(
      marketer.page,
      contacts.map((one) => one.name),
    );
    const welcomed = () => addressees(product.origin, "欢迎您");
    await expect.poll(welcomed, patience).toEqual(contacts.map((one) => one.email));
  });

  it("three days later whoever unsubscribed gets no second mail, and the owner hears of whoever clicked", async () => {
    const [clicker, leaver, silent] = contacts;
    const subject = (name: string) => `${name}，欢迎您`;
    await readMail(marketer.page, { subject: subject(clicker.name), to: clicker.email }, /^点击 1/);
    await picture(marketer.page, "mailbox");
    await readMail(marketer.page, { subject: subject(leaver.name), to: leaver.email }, /^一键退订$/);
    await passThreeDays(marketer.page);
    const second = () => addressees(product.origin, "看看同行如何缩短成交周期");
    await expect.poll(second, patience).toEqual([clicker.email, silent.email]);
    await sales.page.getByRole("button", { name: /^通知，[1-9]/ }).click();
    await sales.page.getByText(`${clicker.name} 对欢迎邮件感兴趣`).waitFor();
    await picture(sales.page, "notification");
    expect(await sales.page.getByText(`${silent.name} 对欢迎邮件感兴趣`).count()).toBe(0);
    await sales.page.keyboard.press("Escape");
  });

  it("three tables are imported together, tried first", async () => {
    await importTables(sales.page);
  });

  it("language and theme change where the person stands", async () => {
    await speak(sales.page, "English");
    await sales.page.getByRole("link", { name: "Opportunities", exact: true }).waitFor();
    await useTheme(sales.page, "Dark");
    await expect.poll(() => sales.page.locator("html").getAttribute("class"), patience).toContain("dark");
    await goTo(sales.page, "Opportunities");
    await sales.page.getByRole("button", { name: "Pipeline board" }).click();
    await sales.page.getByRole("heading", { name: "Prospect" }).waitFor();
    await picture(sales.page, "board-en-dark");
  });

  it("no window ever reported a fault", () => {
    expect([...admin.faults, ...sales.faults, ...marketer.faults]).toEqual([]);
  });
});
