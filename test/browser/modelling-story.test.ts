import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from "vitest";
import { callsOf, type Calls } from "./api-calls.ts";
import {
  ACCOUNTS,
  accountName,
  accountsNamed,
  cityLines,
  countAccounts,
  oddAccounts,
  ODD_CITIES,
  published,
  publishUses,
  WITHOUT_PHONE,
  WRONG_SITE,
} from "./modelling-seed.ts";
import {
  changeLine,
  discardAccount,
  editFact,
  finishField,
  importAccounts,
  makeChoice,
  openField,
  openPlan,
  previewRollBack,
  publishLoss,
  removeField,
} from "./modelling-steps.ts";
import { PATIENCE_MS, startProduct, type Product, type Window } from "./product.ts";
import { closeWith, goTo, panel, picture } from "./screen.ts";

const patience = { timeout: PATIENCE_MS, interval: 250 };

interface Plan {
  readonly changes: readonly {
    readonly path: string;
    readonly affected: number;
    readonly samples: readonly { readonly name: string; readonly value?: string }[];
    readonly usedBy: readonly { readonly kind: string; readonly apiName: string }[];
  }[];
  readonly automatic: readonly { readonly kind: string; readonly apiName: string }[];
  readonly refused: readonly { readonly code: string }[];
}

/** The story of a model that is changed while it is in use; each step builds on those before. */
describe("the story of a changed model", () => {
  let product: Product;
  let admin: Window;
  let call: Calls;
  let broken = false;
  /** Accounts there were before the import. */
  let others = 0;

  beforeAll(async () => {
    product = await startProduct();
    call = callsOf(product);
    await publishUses(call);
    await product.drain();
    others = await countAccounts(call);
    admin = await product.open({ as: "admin" });
  }, 5 * PATIENCE_MS);
  afterAll(() => product.stop(), 5 * PATIENCE_MS);
  beforeEach(() => {
    if (broken) throw new Error("a step before it failed");
    onTestFailed(async () => {
      broken = true;
      await picture(admin.page, "failed-modelling");
    });
  });

  const plan = () => call<Plan>("POST", "metadata/plan", {});
  const change = (found: Plan, end: string) => found.changes.find((one) => one.path.endsWith(end));
  const valuesOf = async (name: string) => (await accountsNamed(call, [name]))[0]?.values ?? {};

  it("500 accounts are imported", async () => {
    await importAccounts(admin.page);
    await product.drain();
    expect(await countAccounts(call)).toBe(others + ACCOUNTS);
    expect(await countAccounts(call, { field: "phone", op: "isEmpty" })).toBe(WITHOUT_PHONE);
  });

  it("a phone is required: the plan says that 37 lack it and shows them", async () => {
    const { page } = admin;
    await openField(page, "phone");
    await panel(page).getByRole("switch", { name: "必填", exact: true }).click();
    await finishField(page);
    const required = change(await plan(), "/required");
    expect(required?.affected).toBe(WITHOUT_PHONE);
    await openPlan(page);
    const line = changeLine(page, "字段“电话”：修改必填");
    await line.getByText("涉及 37 条记录").waitFor();
    const lacking = Array.from({ length: WITHOUT_PHONE }, (_, at) => accountName(at + 1));
    await line.getByRole("button", { name: "显示全部 37 条" }).click();
    const shown = await line.getByRole("link").allInnerTexts();
    expect(shown).toHaveLength(WITHOUT_PHONE);
    expect(shown).toEqual(required?.samples.map((one) => one.name));
    expect(lacking).toEqual(expect.arrayContaining(shown.filter((one) => one.startsWith("样例客户"))));
    await picture(page, "modelling-required");
  });

  it("a text becomes a choice: the plan names the three values that are no option", async () => {
    const { page } = admin;
    const lines = await cityLines(call);
    await openField(page, "city");
    await makeChoice(page, lines);
    await picture(page, "modelling-choice");
    await finishField(page);
    const retyped = change(await plan(), "/type");
    expect(retyped?.affected).toBe(ODD_CITIES.length);
    expect(retyped?.samples.map((one) => one.value).toSorted()).toEqual([...ODD_CITIES].toSorted());
    await openPlan(page);
    const line = changeLine(page, "字段“城市”：修改类型");
    await line.getByText("涉及 3 条记录").waitFor();
    expect((await line.getByRole("link").allInnerTexts()).toSorted()).toEqual(
      expect.arrayContaining([...oddAccounts]),
    );
    for (const city of ODD_CITIES) await line.getByText(city).first().waitFor();
    await picture(page, "modelling-retyped");
  });

  it("a field is renamed: what uses it follows by itself", async () => {
    const { page } = admin;
    await openField(page, "website");
    await panel(page).getByLabel("名称 (中文)").fill("官网");
    await panel(page).getByLabel("API 名称").fill("homepage");
    await finishField(page);
    const { automatic, refused } = await plan();
    expect(refused).toEqual([]);
    const followed = automatic.map((one) => `${one.kind}/${one.apiName}`);
    expect(followed).toEqual(
      expect.arrayContaining(["rule/site_is_safe", "view/account_sites", "workflow/site_watch"]),
    );
    await openPlan(page);
    await page.getByText(`${automatic.length} 处引用会随重命名自动更新`).waitFor();
    await picture(page, "modelling-renamed");
  });

  it("it is published, and a job converts every record", async () => {
    const { page } = admin;
    await publishLoss(page);
    await page
      .getByText(/^版本 \d+ 已发布/)
      .first()
      .waitFor();
    await goTo(page, "后台任务");
    await page.waitForURL(/settings\/jobs/);
    const row = page.locator("main li").filter({ hasText: "转换字段类型" }).first();
    await row.getByText("已完成").waitFor({ timeout: 4 * PATIENCE_MS });
    await row.getByText(`${others + ACCOUNTS} / ${others + ACCOUNTS} 条记录`).waitFor();
    await picture(page, "modelling-job");
    const odd = await accountsNamed(call, oddAccounts);
    expect(odd.map((one) => one.values["city"] ?? null)).toEqual([null, null, null]);
    expect((await valuesOf(accountName(60)))["city"]).toMatch(/^city_\d+$/);
    expect((await valuesOf(accountName(60)))["homepage"]).toBe("https://customer-60.example");
    expect(await countAccounts(call, { field: "city", op: "isEmpty" })).toBe(ODD_CITIES.length);
  });

  it("the view, the rule and the workflow work with the renamed field", async () => {
    const { page } = admin;
    await goTo(page, "客户");
    await page.getByRole("button", { name: "有网站的客户" }).click();
    await page.getByRole("columnheader", { name: "官网" }).waitFor();
    await picture(page, "modelling-view");
    const [account] = await accountsNamed(call, [accountName(60)]);
    await page.goto(`/r/account/${account?.id ?? ""}`);
    expect(await editFact(page, "官网", "http://plain.example")).toBe(WRONG_SITE);
    await page.getByRole("button", { name: "取消", exact: true }).last().click();
    expect(await editFact(page, "官网", "https://watched.example")).toBe("");
    const runs = () => call<{ readonly items: readonly unknown[] }>("GET", "workflows/site_watch/runs");
    await expect.poll(async () => (await runs()).items.length, patience).toBe(1);
    await picture(page, "modelling-record");
  });

  it("a field in use does not go: the plan is refused with the list", async () => {
    const { page } = admin;
    await removeField(page, "homepage");
    const found = await plan();
    expect(found.refused.map((one) => one.code)).toContain("in_use");
    const users = found.changes.flatMap((one) => one.usedBy).map((one) => `${one.kind}/${one.apiName}`);
    expect(users).toEqual(
      expect.arrayContaining(["rule/site_is_safe", "view/account_sites", "workflow/site_watch"]),
    );
    await openPlan(page);
    const line = changeLine(page, "删除字段“官网”");
    for (const name of ["有网站的客户", "网站安全", "网站变化"]) await line.getByText(name).first().waitFor();
    const refusal = page.getByRole("alert", { name: "现在还不能发布" });
    await refusal.waitFor();
    const button = page.locator("main").getByRole("button", { name: "发布", exact: true });
    expect(await button.isDisabled()).toBe(true);
    await picture(page, "modelling-refused");
    await discardAccount(page);
    await expect.poll(async () => (await plan()).changes, patience).toEqual([]);
  });

  it("rolled back, after a look at what that does: values, names and requirements are as before", async () => {
    const { page } = admin;
    await previewRollBack(page);
    await panel(page).getByText("修改类型").first().waitFor();
    await picture(page, "modelling-roll-back");
    await closeWith(page, "恢复此版本");
    await page.getByText("已恢复，新版本为").first().waitFor();
    await product.drain();
    const odd = await accountsNamed(call, oddAccounts);
    expect(odd.map((one) => one.values["city"])).toEqual(ODD_CITIES);
    expect(await valuesOf(accountName(60))).toMatchObject({ website: "https://watched.example" });
    expect((await valuesOf(accountName(61)))["city"]).toBe("北京");
    expect(await published(call, "view", "account_sites")).toMatchObject({
      columns: ["name", "website", "city", "phone"],
    });
    expect(await published(call, "rule", "site_is_safe")).toMatchObject({
      must: expect.stringContaining("record.website") as string,
    });
    const [lacking] = await accountsNamed(call, [accountName(1)]);
    const changed = call("PATCH", `objects/account/records/${lacking?.id ?? ""}`, {
      values: { notes: "无电话" },
    });
    await expect(changed).resolves.toBeTruthy();
    await page.goto(`/r/account/${odd[0]?.id ?? ""}`);
    await page
      .getByText(ODD_CITIES[0] ?? "")
      .first()
      .waitFor();
    await page.getByRole("button", { name: "修改网站" }).waitFor();
  });

  it("no window ever reported a fault", () => {
    expect(admin.faults).toEqual([]);
  });
});
