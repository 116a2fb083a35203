import type { Page } from "playwright-core";
import { choose, closeWith, fillBoth, goTo, panel, picture, takeFromMenu } from "./screen.ts";

/** The workflow of the story: when the result becomes 有意向, a task in two days and a mail to the account's contact. */
export async function makeFollowUp(page: Page): Promise<void> {
  await goTo(page, "工作流");
  await page.getByRole("button", { name: "新建工作流" }).first().click();
  await fillBoth(panel(page), "名称", ["意向跟进", "Follow up"]);
  await choose(panel(page).getByLabel("对象"), "拜访");
  await closeWith(page, "创建");
  await page.getByRole("button", { name: /触发器/ }).click();
  await panel(page).getByRole("textbox", { name: "条件" }).fill('record.result == "interested"');
  await closeWith(page, "完成");
  await addStep(page, "新建记录");
  await fillTask(page);
  await picture(page, "workflow-step");
  await closeWith(page, "完成");
  await addStep(page, "发送邮件");
  await choose(panel(page).getByLabel("邮件模板"), "拜访后感谢");
  await choose(panel(page).getByLabel(/^收件人/), "客户");
  await closeWith(page, "完成");
  await removeStarter(page);
}

/** The journey of the story: welcome, three days, case study, and the owner is told of whoever clicked the first. */
export async function makeNurture(page: Page): Promise<void> {
  await goTo(page, "营销旅程");
  await page.getByRole("button", { name: "新建旅程" }).first().click();
  await fillBoth(panel(page), "名称", ["新客培育", "Nurture"]);
  await closeWith(page, "创建");
  await addStep(page, "发送邮件");
  await choose(panel(page).getByLabel("邮件模板"), "欢迎邮件");
  await nameStep(page, "welcome");
  await addStep(page, "等待");
  await panel(page).getByLabel("时长").first().fill("3");
  await panel(page).getByLabel("时长").first().blur();
  await closeWith(page, "完成");
  await addStep(page, "发送邮件");
  await choose(panel(page).getByLabel("邮件模板"), "客户案例");
  await nameStep(page, "case_study");
  await addStep(page, "分支");
  await panel(page).getByRole("textbox", { name: "条件", exact: true }).fill("steps.welcome.clicked");
  await closeWith(page, "完成");
  await removeStarter(page);
  const lane = page.getByRole("region", { name: "yes" });
  await takeFromMenu(page, lane.getByRole("button", { name: "添加步骤" }), "发送通知");
  const label = "内容，可用 {{ record.字段 }}";
  await fillBoth(panel(page), label, [
    "{{ record.name }} 对欢迎邮件感兴趣",
    "{{ record.name }} is interested",
  ]);
  await closeWith(page, "完成");
}

/** Lets contacts into the journey. */
export async function enroll(page: Page, names: readonly string[]): Promise<void> {
  await goTo(page, "营销旅程");
  await page.getByRole("link", { name: /新客培育/ }).click();
  await page.getByRole("button", { name: "加入旅程", exact: true }).click();
  for (const name of names) await panel(page).getByRole("checkbox", { name, exact: true }).click();
  await picture(page, "journey-enroll");
  await closeWith(page, `加入 ${names.length} 条`);
}

/** Opens the latest run of a workflow. */
export async function openLatestRun(page: Page, workflow: string): Promise<void> {
  await goTo(page, "工作流");
  await page.getByRole("link", { name: new RegExp(workflow) }).click();
  await page.getByRole("tab", { name: "运行记录" }).click();
  await picture(page, "workflow-runs");
  await page.locator('a[href^="/settings/runs/"]').first().click();
  await page.getByText("输入", { exact: true }).first().waitFor();
}

async function addStep(page: Page, type: string): Promise<void> {
  const add = page.locator("main").getByRole("button", { name: "添加步骤" }).last();
  await takeFromMenu(page, add, type);
  await panel(page).getByRole("button", { name: "完成" }).waitFor();
}

async function nameStep(page: Page, name: string): Promise<void> {
  const field = panel(page).getByLabel("步骤名");
  await field.fill(name);
  await field.blur();
  await closeWith(page, "完成");
}

/** A new flow begins with a notification, since it may not be empty. */
async function removeStarter(page: Page): Promise<void> {
  const starter = page.getByRole("button", { name: "“发送通知”的操作" }).first();
  await takeFromMenu(page, starter, "删除步骤");
  await starter.waitFor({ state: "detached" });
}

async function fillTask(page: Page): Promise<void> {
  const form = panel(page);
  await choose(form.getByLabel("对象"), "任务");
  await addValue(page, "主题", "公式");
  await form.getByLabel("主题 的值", { exact: true }).fill('"跟进：" + record.subject');
  await addValue(page, "到期日", "从现在起");
  await form.getByLabel("到期日 的值", { exact: true }).fill("2");
  await form.getByLabel("到期日 的值", { exact: true }).blur();
  await addValue(page, "客户", "公式");
  await form.getByLabel("客户 的值", { exact: true }).fill("record.account");
}

async function addValue(page: Page, field: string, mode: string): Promise<void> {
  const form = panel(page);
  await form.getByRole("button", { name: "添加字段值" }).click();
  const target = form.getByLabel("要设置的字段").last();
  if ((await target.innerText()).trim() !== field) await choose(target, field);
  await choose(form.getByLabel(`${field} 的值：方式`), mode);
}
