import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from "vitest";
import { callsOf, type Calls } from "./api-calls.ts";
import { accountsNamed, countAccounts } from "./modelling-seed.ts";
import { editFact } from "./modelling-steps.ts";
import { PATIENCE_MS, startProduct, type Product, type Window } from "./product.ts";
import { dragDeal } from "./record-steps.ts";
import {
  CORRECTED,
  FAULTY,
  GBK,
  gbkName,
  gbkTable,
  HEADINGS,
  messyWorkbook,
  ONE_COMPANY,
  OUTCOME,
  personName,
  personPhone,
  ROWS,
  TWO_COMPANIES,
  UNDECIDED,
} from "./scale-seed.ts";
import {
  bulkBar,
  chooseAll,
  chooseTarget,
  columnTotals,
  compare,
  duplicateGroup,
  editChosen,
  errorRows,
  filterByOption,
  findAllDuplicates,
  footerSum,
  giveTable,
  hintsFor,
  importCounts,
  lookFor,
  mergeInto,
  openImport,
  runImport,
  targetOf,
  tryImport,
  undoImport,
} from "./scale-steps.ts";
import { closeWith, panel, picture } from "./screen.ts";

const patience = { timeout: PATIENCE_MS, interval: 250 };
/** For steps that go through thousands of records. */
const LONG_MS = 20 * PATIENCE_MS;
const XLSX = "连锁门店.xlsx";
const CSV = "驿站名单.csv";
const words = { created: "新建", updated: "更新", skipped: "无变化", failed: "失败" } as const;

interface Found {
  readonly id: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The story of many records: they come in, are put right, found, added up, changed together and brought back. */
describe.skipIf(process.env["STORY_ROWS"] === undefined)(
  "the story of many records",
  { timeout: LONG_MS },
  () => {
    let product: Product;
    let admin: Window;
    let call: Calls;
    let broken = false;
    let demo: readonly {
      readonly id: string;
      readonly name: string;
      readonly number: string;
      readonly city: unknown;
    }[];

    beforeAll(async () => {
      product = await startProduct();
      call = callsOf(product);
      demo = (await found("account", { filter: undefined, limit: 48 }))
        .map(({ id, values }) => ({
          ...{ id, name: String(values["name"]), number: String(values["external_id"]) },
          city: values["city"],
        }))
        .toSorted((a, b) => (a.number < b.number ? -1 : 1));
      admin = await product.open({ as: "admin" });
    }, 5 * PATIENCE_MS);
    afterAll(() => product.stop(), 5 * PATIENCE_MS);
    beforeEach(() => {
      if (broken) throw new Error("a step before it failed");
      onTestFailed(async () => {
        broken = true;
        await picture(admin.page, "failed-scale");
      });
    });

    async function found(object: string, query: object): Promise<readonly Found[]> {
      return (await call<{ readonly items: readonly Found[] }>("POST", `objects/${object}/query`, query))
        .items;
    }
    /** In the order asked for. */
    async function accounts(numbers: readonly string[]): Promise<readonly Found[]> {
      const filter = { field: "external_id", op: "in", value: numbers };
      const all = await found("account", { filter, limit: 50 });
      return numbers.flatMap((number) => all.find((one) => one.values["external_id"] === number) ?? []);
    }
    const said = (counts: Readonly<Record<keyof typeof words, number>>) =>
      Object.fromEntries(
        Object.entries(words).map(([key, word]) => [word, counts[key as keyof typeof words]]),
      );

    it("a messy workbook of 5,000 rows is understood, put right and tried", async () => {
      const { page } = admin;
      const mimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
      await giveTable(page, { name: XLSX, mimeType, buffer: messyWorkbook(demo) });
      await page.getByText(`${ROWS} 行`, { exact: true }).waitFor();
      await page.getByText("有 1 行的部分单元格无法读取").waitFor();
      const guessed = ["客户名称", "客户编号", "手机号", "联系人"];
      const shown = await Promise.all([...guessed, "所在地"].map((one) => targetOf(page, one)));
      expect(shown).toEqual(["客户名称", "客户编号", "电话", "联系人 › 姓名", "不导入"]);
      for (const [column, target] of CORRECTED) await chooseTarget(page, column, target);
      await picture(page, "scale-mapping");
      await tryImport(page);
      expect(await importCounts(page)).toEqual(said(OUTCOME));
      expect(await countAccounts(call)).toBe(demo.length);
      await picture(page, "scale-tried");
    });

    it("it is imported; the rows with problems come back in their own columns", async () => {
      const { page } = admin;
      await runImport(page);
      expect(await importCounts(page)).toEqual(said(OUTCOME));
      await picture(page, "scale-imported");
      const { head, rows } = await errorRows(page);
      expect(head).toMatchObject({ kind: "xlsx", headings: [...HEADINGS, "问题"] });
      expect(rows).toHaveLength(FAULTY.phones + FAULTY.dates + FAULTY.names + FAULTY.cells);
      const problems = new Map(rows.map(({ cells }) => [cells[1], cells.at(-1)]));
      expect(problems.get("D0011")).toMatch(/^手机号: /);
      expect(problems.get("D0031")).toMatch(/^登记日: /);
      expect(problems.get("D0041")).toMatch(/^备注: /);
      expect(problems.get("D0021")).toMatch(/^客户名称: /);
      expect(rows.find(({ cells }) => cells[1] === "D0011")?.cells[2]).toBe("12345");
      await product.drain();
      expect(await countAccounts(call)).toBe(demo.length + OUTCOME.created);
      const [wide, moved, known] = await accounts(["D0054", "D0201", demo[0]?.number ?? ""]);
      expect(wide?.values).toMatchObject({ phone: "+8613710000054", registered_on: "2024-03-27" });
      expect(moved?.values).toMatchObject({ city: "哈尔滨", tier: "low" });
      expect(known?.values).toMatchObject({ name: demo[0]?.name, city: "长春" });
    });

    it("a table in GBK with semicolons is imported, too", async () => {
      const { page } = admin;
      await giveTable(page, { name: CSV, mimeType: "text/csv", buffer: gbkTable(visited()) });
      await page.getByText("GBK", { exact: true }).waitFor();
      await tryImport(page);
      expect(await importCounts(page)).toEqual(said({ ...GBK, skipped: 0 }));
      await runImport(page);
      expect(await importCounts(page)).toEqual(said({ ...GBK, skipped: 0 }));
      const { head, rows } = await errorRows(page);
      expect(head).toMatchObject({ kind: "csv", encoding: "utf-8" });
      expect(rows.map(({ cells }) => cells[1])).toEqual(["H01", "H02"]);
      await picture(page, "scale-gbk");
      await product.drain();
      const [made, changed] = await accounts(["G07", visited()[1]?.number ?? ""]);
      expect(made?.values).toMatchObject({ name: gbkName(7), notes: "先联系；后送货; 周末不送" });
      expect(changed?.values).toMatchObject({ city: "昆明" });
    });

    it("duplicates are found; two become one with values of both, and two are said to be different", async () => {
      const { page } = admin;
      await findAllDuplicates(page);
      await picture(page, "scale-duplicates");
      await compare(page, ONE_COMPANY[0]);
      await mergeInto(page, ONE_COMPANY[0], [
        { field: "城市", of: ONE_COMPANY[1] },
        { field: "电话", of: ONE_COMPANY[1] },
      ]);
      await picture(page, "scale-merge");
      await closeWith(page, "合并 2 条记录");
      await page.getByText(`已合并到“${ONE_COMPANY[0]}”`).first().waitFor();
      await duplicateGroup(page, ONE_COMPANY[0]).waitFor({ state: "detached" });
      await duplicateGroup(page, TWO_COMPANIES[0]).getByRole("button", { name: "不是重复" }).click();
      await duplicateGroup(page, TWO_COMPANIES[0]).waitFor({ state: "detached" });
      await product.drain();
      const [kept, ...others] = await accountsNamed(call, ONE_COMPANY);
      expect(others).toEqual([]);
      expect(kept?.values).toMatchObject({ external_id: "E1", city: "烟台", phone: "+8653586661002" });
      const people = await found("contact", { filter: { field: "account", op: "eq", value: kept?.id } });
      expect(people.map((one) => one.values["name"]).toSorted()).toEqual(["李店长", "赵店长"]);
      await findAllDuplicates(page);
      await duplicateGroup(page, UNDECIDED[0]).waitFor();
      expect(await page.getByRole("article").count()).toBe(1);
      await page.goto(`/r/account/${kept?.id ?? ""}`);
      await page.getByRole("tab", { name: "业务往来" }).click();
      for (const name of ["李店长", "赵店长"]) await page.getByRole("link", { name }).first().waitFor();
      await picture(page, "scale-merged");
    });

    it("the form for a new account warns of one that is there", async () => {
      const { page } = admin;
      const hints = await hintsFor(page, UNDECIDED[1]);
      expect(await hints.getByRole("link").allInnerTexts()).toEqual(expect.arrayContaining([...UNDECIDED]));
      await panel(page).getByRole("button", { name: "保存", exact: true }).last().click();
      await hints.getByRole("button", { name: "仍要新建" }).waitFor();
      await picture(page, "scale-hints");
      expect(await accountsNamed(call, UNDECIDED)).toHaveLength(2);
    });

    it("an import is undone, but for the record that somebody changed since", async () => {
      const { page } = admin;
      const [edited, ...others] = visited();
      await page.goto(`/r/account/${edited?.id ?? ""}`);
      expect(await editFact(page, "城市", "南宁")).toBe("");
      const outcome = await undoImport(page, CSV);
      await outcome.getByText("1 条记录因后来被修改而保留").waitFor();
      await outcome.getByRole("link", { name: edited?.name ?? "", exact: true }).waitFor();
      await picture(page, "scale-undone");
      await product.drain();
      expect(await accounts(Array.from({ length: GBK.created }, (_, at) => numberOf(at + 1)))).toEqual([]);
      const cities = new Map((await accounts(visited().map((one) => one.number))).map(cityOf));
      expect(cities.get(edited?.number)).toBe("南宁");
      for (const { number, city } of others) expect(cities.get(number)).toBe(city);
      const { items } = await call<{ readonly items: readonly { readonly name: string }[] }>(
        "GET",
        "objects/account/bin?limit=100",
      );
      const binned = items.map((one) => one.name);
      expect(binned).toEqual(expect.arrayContaining([gbkName(1), gbkName(GBK.created), ONE_COMPANY[1]]));
    });

    it.each([
      ["a part of the name", "张", /^张店长/],
      ["the last four digits of a telephone", personPhone(7).slice(-4), personName(7)],
      ["the last eight", personPhone(7).slice(-8), personName(7)],
    ])("people of the workbook are found by %s", async (_, typed, name) => {
      const { page } = admin;
      await page.goto("/");
      const options = await lookFor(page, typed);
      const option = options.filter({ hasText: name }).first();
      await option.locator("mark").first().waitFor();
      await picture(page, `scale-search-${typed.length}`);
      await option.click();
      await page.getByRole("heading", { level: 1, name }).waitFor();
    });

    it("a card is dragged: the totals of both columns are right at once and stay so", async () => {
      const { page } = admin;
      await page.goto("/r/deal?view=deal_board");
      const before = await columnTotals(page);
      const { amount } = await dragDeal(page, "潜在", "已确认需求");
      const moved = { 潜在: -1, 已确认需求: 1 } as Readonly<Record<string, number>>;
      const after = before.map(({ stage, count, sum }) => {
        const by = moved[stage] ?? 0;
        return { stage, count: count + by, sum: sum + by * amount };
      });
      await expect.poll(() => columnTotals(page), patience).toEqual(after);
      await picture(page, "scale-board");
      await product.drain();
      await page.reload();
      expect(await columnTotals(page)).toEqual(after);
      const { groups } = await call<{ readonly groups: readonly { readonly count: number }[] }>(
        "POST",
        "objects/deal/aggregate",
        { groupBy: ["stage"], measures: [{ fn: "count" }] },
      );
      const stored = groups.map((one) => one.count).toSorted((a, b) => a - b);
      expect(stored).toEqual(after.flatMap(({ count }) => count || []).toSorted((a, b) => a - b));
      await page.goto("/r/deal?view=deal_all");
      expect(await footerSum(page, "amount")).toBe(after.reduce((sum, one) => sum + one.sum, 0));
      await picture(page, "scale-footer");
    });

    it("all records of a filter are changed together, and back again", async () => {
      const { page } = admin;
      const filter = { field: "tier", op: "eq", value: "high" };
      const every = () => allAccounts(filter);
      const before = new Map((await every()).map(cityOf));
      await page.goto("/r/account");
      await filterByOption(page, "客户等级", "高价值");
      expect(await chooseAll(page)).toBe(before.size);
      const notice = await editChosen(page, "城市", "临时驻地");
      await picture(page, "scale-bulk");
      expect(new Set((await every()).map((one) => one.values["city"]))).toEqual(new Set(["临时驻地"]));
      await notice.getByRole("button", { name: "撤销" }).click();
      await page.getByText(`已撤销 ${before.size} 条记录的修改`).first().waitFor();
      expect(new Map((await every()).map(cityOf))).toEqual(before);
      await product.drain();
    });

    it("a deleted record comes back from the bin", async () => {
      const { page } = admin;
      const name = personName(5);
      const [person] = await found("contact", { filter: { field: "name", op: "eq", value: name } });
      const gone = () => found("contact", { filter: { field: "name", op: "eq", value: name } });
      await page.goto("/r/contact");
      await page.getByRole("textbox", { name: "在列表中查找" }).fill(name);
      await page.getByRole("checkbox", { name: `选择“${name}”` }).click();
      await bulkBar(page).getByRole("button", { name: "删除" }).click();
      await closeWith(page, "删除 1 条");
      await expect.poll(gone, patience).toEqual([]);
      await page.getByRole("link", { name: "回收站" }).click();
      await page.getByRole("textbox", { name: "按名称开头查找" }).fill(name);
      const row = page.locator("main li").filter({ hasText: name });
      await picture(page, "scale-bin");
      await row.getByRole("button", { name: "恢复" }).click();
      await page.getByText("已恢复 1 条记录").first().waitFor();
      expect((await gone()).map((one) => one.id)).toEqual([person?.id]);
    });

    it("fits a phone: result of an import, duplicates, bin and search", async () => {
      const { page, faults } = await product.open({ as: "admin", width: 390 });
      const wide: string[] = [];
      const look = async (name: string) => {
        const width = await page.evaluate<number>("document.documentElement.scrollWidth");
        if (width > 390) wide.push(`${name}: ${width}`);
        await picture(page, `scale-390-${name}`);
      };
      await openImport(page, XLSX);
      await look("import");
      await page.goto("/r/account/duplicates");
      await duplicateGroup(page, UNDECIDED[0]).waitFor();
      await look("duplicates");
      await compare(page, UNDECIDED[0]);
      await look("merge");
      await page.goto("/bin");
      await page.getByRole("button", { name: "恢复" }).first().waitFor();
      await look("bin");
      await page.goto(`/search?q=${encodeURIComponent("张")}`);
      await page.getByRole("list", { name: "搜索结果" }).getByRole("listitem").first().waitFor();
      await look("search");
      expect({ wide, faults }).toEqual({ wide: [], faults: [] });
    });

    it("no window ever reported a fault", () => {
      expect(admin.faults).toEqual([]);
    });

    /** Companies of the demo that the small table changes. */
    function visited() {
      return demo.slice(12, 12 + GBK.updated);
    }
    async function allAccounts(filter: object): Promise<readonly Found[]> {
      const pages = await Promise.all(
        [0, 100, 200].map((offset) => found("account", { filter, limit: 100, offset })),
      );
      return pages.flat();
    }
  },
);

function cityOf({ values }: Found): readonly [number: unknown, city: unknown] {
  return [values["external_id"], values["city"]];
}

function numberOf(at: number): string {
  return `G${String(at).padStart(2, "0")}`;
}
