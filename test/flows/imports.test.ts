import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { composeJobs } from "#functions/compose/jobs.ts";
import { runJob } from "#functions/operations/jobs/run-job.ts";
import { startApi, type ApiUnderTest, type Client } from "./api-under-test.ts";

let api: ApiUnderTest;
let admin: Client;

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
});
afterAll(() => api.stop());

const names = ["客户互动记录表.csv", "销售机会表.csv", "客户信息表.csv"];

interface Analyzed {
  readonly name: string;
  readonly object: string;
  readonly columns: readonly { readonly heading: string; readonly target: Target | null }[];
}
interface Target {
  readonly column: string;
  readonly object: string;
  readonly field: string;
  readonly by?: string;
}
interface FileResult {
  readonly name: string;
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
  readonly failed: number;
  readonly problems: readonly { readonly row: number; readonly column: string; readonly code: string }[];
}

async function sheets() {
  const folder = new URL("./data/", import.meta.url);
  return Promise.all(
    names.map(async (name) => ({ name, text: await readFile(new URL(name, folder), "utf8") })),
  );
}

async function analyzed(): Promise<readonly Analyzed[]> {
  const answer = await admin.post("/imports:analyze", { files: await sheets() });
  expect(answer.status).toBe(200);
  return answer.body["files"] as readonly Analyzed[];
}

async function imported(
  dryRun: boolean,
): Promise<{ readonly id: string; readonly files: readonly FileResult[] }> {
  const texts = new Map((await sheets()).map((one) => [one.name, one.text]));
  const files = (await analyzed()).map(({ name, object, columns }) => ({
    name,
    object,
    text: texts.get(name),
    mapping: columns.flatMap((one) => one.target ?? []),
  }));
  const started = await admin.post("/imports", { files, dryRun });
  expect(started.status).toBe(202);
  await runJob(composeJobs(), jobEvent(started.body.id));
  const done = await admin.get(`/imports/${started.body.id}`);
  expect(done.body).toMatchObject({ state: "done", progress: 1, dryRun });
  return { id: started.body.id, files: done.body["files"] as readonly FileResult[] };
}

function jobEvent(id: string) {
  return {
    id,
    type: "crm.job.requested" as const,
    typeVersion: 1 as const,
    workspace: "acme",
    subject: { object: "job", id },
    recordVersion: 0,
    occurredAt: new Date(0).toISOString(),
    actor: { kind: "user" as const, id: "admin" },
    correlation: id,
    causation: id,
    depth: 0,
    path: [],
    data: {},
  };
}

it("knows the three tables of the manual by their Chinese headings", async () => {
  const files = await analyzed();
  expect(Object.fromEntries(files.map((one) => [one.name, one.object]))).toEqual({
    "客户信息表.csv": "account",
    "销售机会表.csv": "deal",
    "客户互动记录表.csv": "activity",
  });
  const unmatched = files.flatMap((one) =>
    one.columns.filter((column) => !column.target).map((column) => column.heading),
  );
  expect(unmatched).toEqual([]);
  const links = files.flatMap((one) => one.columns.flatMap(({ target }) => (target?.by ? [target] : [])));
  expect(links).toMatchObject([
    { object: "activity", field: "account", by: "external_id" },
    { object: "deal", field: "account", by: "external_id" },
  ]);
  const contact = files.flatMap((one) => one.columns.filter(({ target }) => target?.object === "contact"));
  expect(contact.map((one) => one.heading)).toEqual(["联系人", "职位"]);
});

it("says in a dry run what would happen, and leaves no trace", async () => {
  const before = await admin.post("/objects/account/query", { count: true });
  const { files } = await imported(true);
  expect(files.map(({ created, failed }) => [created, failed])).toEqual([
    [2, 0],
    [2, 0],
    [2, 0],
  ]);
  const after = await admin.post("/objects/account/query", { count: true });
  expect(after.body.count).toBe(before.body.count);
});

it("imports them with links, amounts and masked cells reported instead of stored", async () => {
  const { id, files } = await imported(false);
  expect(files.map((one) => [one.name, one.created, one.failed])).toEqual([
    ["客户信息表.csv", 2, 0],
    ["销售机会表.csv", 2, 0],
    ["客户互动记录表.csv", 2, 0],
  ]);
  const masked = files.flatMap((one) => one.problems.filter(({ code }) => code === "masked"));
  expect(masked.map(({ row, column }) => [row, column])).toEqual([
    [1, "电话"],
    [1, "邮箱"],
    [2, "电话"],
    [2, "邮箱"],
    [1, "负责人"],
    [2, "负责人"],
    [1, "负责人"],
    [2, "负责人"],
  ]);
  const deals = await admin.post("/objects/deal/query", {
    filter: { field: "external_id", op: "eq", value: "S001" },
  });
  const [deal] = deals.body.items;
  expect(deal?.values).toMatchObject({
    name: "软件许可",
    stage: "prospect",
    amount: { amount: "50000.00", currency: "CNY" },
    close_date: "2023-06-30",
  });
  const account = deal?.values["account"];
  expect(deals.body.references[`account/${String(account)}`]).toBe("A公司");
  const contacts = await admin.post("/objects/contact/query", {
    filter: { field: "account", op: "eq", value: account },
  });
  expect(contacts.body.items[0]?.values).toMatchObject({ name: "*先生", title: "经理" });
  const accounts = await admin.get(`/objects/account/records/${String(account)}`);
  expect(accounts.body.values["phone"] ?? null).toBeNull();
  const errors = await admin.get(`/imports/${id}/errors?file=${encodeURIComponent("客户信息表.csv")}`);
  expect(errors.headers["content-type"]).toContain("text/csv");
  const text = Buffer.from(errors.text, "base64").toString("utf8");
  expect(text.split("\r\n")[0]).toBe("\uFEFF客户ID,客户名称,联系人,职位,电话,邮箱,行业,注册日期,问题");
});

it("changes nothing when the same files come again", async () => {
  const { files } = await imported(false);
  expect(files.map(({ created, skipped, failed }) => [created, skipped, failed])).toEqual([
    [0, 2, 0],
    [0, 2, 0],
    [0, 2, 0],
  ]);
  const contacts = await admin.post("/objects/contact/query", { count: true });
  expect(contacts.body.count).toBe(2);
});

it("shows the import among the background jobs, to its starter and to admins only", async () => {
  const { id } = await imported(true);
  const jobs = await admin.get("/jobs");
  expect(jobs.body.items.map((one) => one.id)).toContain(id);
  expect((await admin.get(`/jobs/${id}`)).body).toMatchObject({ kind: "import", state: "done", progress: 1 });
  expect((await api.as("reader@acme").get("/jobs")).body.items).toEqual([]);
  expect((await api.as("reader@acme").get(`/jobs/${id}`)).status).toBe(404);
  expect((await api.as("admin@globex").get(`/jobs/${id}`)).status).toBe(404);
});

it("refuses mappings that lead nowhere, and callers who may not import", async () => {
  const [file] = await sheets();
  const mapping = [{ column: "日期", object: "activity", field: "nowhere" }];
  const answer = await admin.post("/imports", { files: [{ ...file, object: "activity", mapping }] });
  expect([answer.status, answer.body.errors[0]?.["pointer"]]).toEqual([422, "/files/0/mapping/0/field"]);
  const denied = await api.as("reader@acme").post("/imports:analyze", { files: [file] });
  expect(denied.status).toBe(403);
});
