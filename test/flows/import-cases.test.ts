import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { composeJobs } from "#functions/compose/jobs.ts";
import { importKind } from "#functions/operations/imports/import-job.ts";
import { packed, workbookParts, xmlRow } from "#test/builders/workbook.ts";
import { startApi, type ApiUnderTest, type Client } from "./api-under-test.ts";
import { deliverJob } from "./run-job.ts";

let api: ApiUnderTest;
let admin: Client;

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
});
afterAll(() => api.stop());

interface FileState {
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
  readonly failed: number;
  readonly problems: readonly { readonly row: number; readonly code: string; readonly column: string }[];
}

async function uploaded(name: string, content: Uint8Array | string, client = admin): Promise<string> {
  const bytes = Buffer.from(content);
  const begun = await client.post("/imports:upload", { name, size: bytes.length });
  expect(begun.status).toBe(201);
  const { method, url, headers } = begun.body["upload"] as Sending;
  expect((await fetch(url, { method, headers, body: bytes })).status).toBe(200);
  return begun.body.id;
}
interface Sending {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
}

const mapping = [
  { column: "编号", object: "account", field: "external_id" },
  { column: "名称", object: "account", field: "name" },
  { column: "电话", object: "account", field: "phone" },
];
const table = (rows: readonly string[]) => `编号,名称,电话\n${rows.join("\n")}\n`;

async function started(file: object, dryRun = false): Promise<string> {
  const answer = await admin.post("/imports", { files: [{ object: "account", mapping, ...file }], dryRun });
  expect([answer.status, answer.body.errors]).toEqual([202, undefined]);
  return answer.body.id;
}

async function result(id: string): Promise<FileState> {
  const seen = await admin.get(`/imports/${id}`);
  expect(seen.body).toMatchObject({ state: "done" });
  const [file] = seen.body["files"] as readonly FileState[];
  if (!file) throw new Error("the import has a file");
  return file;
}

async function imported(file: object): Promise<FileState> {
  const id = await started(file);
  await deliverJob("acme", id);
  return result(id);
}

async function account(externalId: string) {
  const filter = { field: "external_id", op: "eq", value: externalId };
  const { body } = await admin.post("/objects/account/query", { filter });
  return body.items[0];
}

it("imports a workbook that was uploaded, sheet by sheet, with its error cells reported", async () => {
  const heading = xmlRow(1, ["编号", "名称", "电话"]);
  const bad =
    '<row r="3"><c t="inlineStr"><is><t>W2</t></is></c><c t="inlineStr"><is><t>乙</t></is></c><c t="e"><v>#REF!</v></c></row>';
  const sheets = {
    说明: xmlRow(1, ["x"]),
    客户: heading + xmlRow(2, ["W1", "甲", "+86 10 1234 5678"]) + bad,
  };
  const upload = await uploaded("客户.xlsx", packed(workbookParts(sheets)));
  const analyzed = await admin.post("/imports:analyze", { files: [{ upload, sheet: "客户" }] });
  const [file] = analyzed.body["files"] as readonly object[];
  expect(file).toMatchObject({
    kind: "xlsx",
    sheets: ["说明", "客户"],
    sheet: "客户",
    rows: 2,
    faultyRows: 1,
  });
  expect(await imported({ upload, sheet: "客户" })).toMatchObject({
    ...{ created: 2, failed: 0 },
    problems: [{ row: 2, column: "电话", code: "error_cell" }],
  });
  expect((await account("W1"))?.values["name"]).toBe("甲");
});

it("reads GBK as Chinese spreadsheets save it", async () => {
  const bytes = Buffer.concat([
    Buffer.from([0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xc3, 0xfb, 0xb3, 0xc6, 0x0a]),
    Buffer.from("G1,"),
    Buffer.from([0xbf, 0xcd, 0xbb, 0xa7, 0x0a]),
  ]);
  const upload = await uploaded("a.csv", bytes);
  expect(await imported({ upload, mapping: mapping.slice(0, 2) })).toMatchObject({ created: 1 });
  expect((await account("G1"))?.values["name"]).toBe("客户");
});

describe("what rows may do", () => {
  const text = table(["M1,一,+86 10 1000 0001"]);
  it("creates, updates or both, and keeps or clears what is empty", async () => {
    expect(await imported({ name: "a", text, mode: "update" })).toMatchObject({
      ...{ created: 0, failed: 1 },
      problems: [{ code: "no_match" }],
    });
    expect(await imported({ name: "a", text, mode: "create" })).toMatchObject({ created: 1, failed: 0 });
    const changed = table(["M1,二,"]);
    expect(await imported({ name: "a", text: changed, mode: "create" })).toMatchObject({
      skipped: 1,
      updated: 0,
    });
    expect(await imported({ name: "a", text: changed })).toMatchObject({ updated: 1 });
    expect((await account("M1"))?.values).toMatchObject({
      name: "二",
      phone: expect.stringContaining("1000") as string,
    });
    expect(await imported({ name: "a", text: changed, blanks: "clear" })).toMatchObject({ updated: 1 });
    expect((await account("M1"))?.values["phone"] ?? null).toBeNull();
  });

  it("finds records by their ids, and gives new ones defaults", async () => {
    const defaults = [{ object: "account", field: "phone", value: "+86 10 1000 0009" }];
    await imported({ name: "a", text: table(["D1,新,"]), defaults });
    const made = await account("D1");
    expect(made?.values["phone"]).toContain("0009");
    const byId = {
      ...{ name: "b", text: `记录 ID,名称\n${made?.id ?? ""},改名\n${"0".repeat(26)},无\n` },
      mapping: [
        { column: "记录 ID", object: "account", field: "id" },
        { column: "名称", object: "account", field: "name" },
      ],
      match: ["id"],
    };
    expect(await imported(byId)).toMatchObject({
      updated: 1,
      failed: 1,
      problems: [{ row: 2, code: "no_match" }],
    });
    expect((await account("D1"))?.values["name"]).toBe("改名");
  });

  it.each([
    ["a key that is none", { match: ["name"] }, "/files/0/match/0"],
    [
      "a default for no field",
      { defaults: [{ object: "account", field: "nowhere", value: "x" }] },
      "/files/0/defaults/0/field",
    ],
    ["an unknown mode", { mode: "replace" }, "/files/0/mode"],
  ])("refuses %s", async (_, part, pointer) => {
    const answer = await admin.post("/imports", {
      files: [{ name: "a", text: table(["1,2,3"]), object: "account", mapping, ...part }],
    });
    expect([answer.status, answer.body.errors[0]?.["pointer"]]).toEqual([422, pointer]);
  });
});

it("takes rows about one record in their order", async () => {
  const text = table(["O1,先,", "O2,别人,", "O1,后,"]);
  expect(await imported({ name: "a", text })).toMatchObject({ created: 2, updated: 1, failed: 0 });
  expect((await account("O1"))?.values["name"]).toBe("后");
});

describe("I04: an import that is interrupted", () => {
  it("resumes where it was; nothing is made twice and every row's result stays true", async () => {
    await imported({ name: "a", text: table(Array.from({ length: 50 }, (_, at) => `R${at},旧 ${at},`)) });
    const rows = Array.from({ length: 450 }, (_, at) => `R${at},新 ${at},`);
    const id = await started({ name: "b", text: table(rows) });
    const kind = importKind();
    const ports = composeJobs();
    const job = await ports.jobStore.get("acme", id);
    if (!job || !("step" in kind)) throw new Error("the import is a job of steps");
    // The first block is written, and nothing of it is saved: as when the function dies right after.
    await kind.step(ports, "acme", { ...job, worker: "one" });
    await deliverJob("acme", id);
    expect(await result(id)).toMatchObject({ rows: 450, created: 400, updated: 50, skipped: 0, failed: 0 });
    const count = await admin.post("/objects/account/query", {
      ...{ filter: { field: "name", op: "startsWith", value: "新 " }, count: true, limit: 1 },
    });
    expect(count.body.count).toBe(450);
  });

  it("gives the same when the file comes twice at once", async () => {
    const rows = Array.from({ length: 120 }, (_, at) => `T${at},同时 ${at},`);
    const ids = [
      await started({ name: "a", text: table(rows) }),
      await started({ name: "b", text: table(rows) }),
    ];
    await Promise.all(ids.map((id) => deliverJob("acme", id)));
    const states = await Promise.all(ids.map(result));
    const made = states.reduce((sum, one) => sum + one.created, 0);
    expect(made).toBe(120);
    for (const one of states) expect(one.created + one.skipped + one.updated + one.failed).toBe(120);
    const count = await admin.post("/objects/account/query", {
      ...{ filter: { field: "name", op: "startsWith", value: "同时 " }, count: true, limit: 1 },
    });
    expect(count.body.count).toBe(120);
  });
});

it("undoes an import: what it made is gone, what it changed is back, what changed since stays and is listed", async () => {
  await imported({ name: "a", text: table(["U1,原名,+86 10 1000 0002", "U2,原名,"]) });
  const id = await started({ name: "b", text: table(["U1,新名,", "U2,新名,", "U3,新客户,"]) });
  await deliverJob("acme", id);
  const second = await account("U2");
  await admin.patch(`/objects/account/records/${second?.id ?? ""}`, { values: { name: "后来改的" } }, "*");
  expect((await api.as("reader@acme").post(`/imports/${id}:undo`, {})).status).toBe(403);
  const undone = await admin.post(`/imports/${id}:undo`, {});
  expect(undone.status).toBe(202);
  await deliverJob("acme", undone.body.id);
  const job = await admin.get(`/jobs/${undone.body.id}`);
  expect(job.body).toMatchObject({ kind: "undo", state: "done" });
  expect((await account("U1"))?.values["name"]).toBe("原名");
  expect((await account("U2"))?.values["name"]).toBe("后来改的");
  expect(await account("U3")).toBeUndefined();
  const errors = await admin.get(`/jobs/${undone.body.id}/errors`);
  expect(errors.body.items.map((one) => (one["record"] as { readonly id: string }).id)).toEqual([second?.id]);
  expect((await admin.get(`/imports/${id}`)).body["undo"]).toMatchObject({ job: undone.body.id });
  expect((await admin.post(`/imports/${id}:undo`, {})).status).toBe(409);
});

describe("uploads", () => {
  it("U03: takes exactly what was announced, once", async () => {
    const begun = await admin.post("/imports:upload", { name: "a.csv", size: 3 });
    const { method, url, headers } = begun.body["upload"] as Sending;
    expect((await fetch(url, { method, headers, body: "a\n1\n2" })).status).toBe(403);
    const moved = new URL(url);
    moved.pathname = `${moved.pathname}x`;
    expect((await fetch(moved, { method, headers, body: "a\n1" })).status).toBe(403);
    expect(
      (await admin.post("/imports:analyze", { files: [{ upload: begun.body.id }] })).body.errors[0]?.code,
    ).toBe("not_uploaded");
    expect((await fetch(url, { method, headers, body: "a\n1" })).status).toBe(200);
    expect((await fetch(url, { method, headers, body: "b\n2" })).status).toBe(412);
  });

  it("U04: is found by nobody else", async () => {
    const upload = await uploaded("a.csv", table(["1,2,3"]));
    for (const person of ["admin@globex", "importer@acme"]) {
      const answer = await api.as(person).post("/imports:analyze", { files: [{ upload }] });
      expect(answer.status).toBe(404);
    }
    expect((await admin.get(`/files/${upload}`)).status).toBe(404);
  });

  it.each([
    ["evil.html", 10, "/name"],
    ["a.csv", 0, "/size"],
    ["a.xlsx", 52_428_801, "/size"],
  ])("refuses %s of %d bytes", async (name, size, pointer) => {
    const answer = await admin.post("/imports:upload", { name, size });
    expect([answer.status, answer.body.errors[0]?.["pointer"]]).toEqual([422, pointer]);
  });

  it("I01: answers 422 to what only looks like a workbook", async () => {
    const upload = await uploaded("a.xlsx", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]));
    const answer = await admin.post("/imports:analyze", { files: [{ upload }] });
    expect([answer.status, answer.body.errors[0]?.code]).toEqual([422, "encrypted_workbook"]);
  });
});

describe("saved mappings", () => {
  const body = { object: "account", mapping, mode: "upsert", match: ["external_id"] };
  const names = async (client: Client) =>
    (await client.get("/import-mappings")).body.items.map((one) => one["name"]);

  it("are one's own until they are shared, and only their maker changes them", async () => {
    const other = api.as("importer@acme");
    expect((await admin.send("PUT", "/import-mappings/m1", { body: { name: "客户表", body } })).status).toBe(
      200,
    );
    expect(await names(admin)).toEqual(["客户表"]);
    expect(await names(other)).toEqual([]);
    await admin.send("PUT", "/import-mappings/m1", { body: { name: "客户表", shared: true, body } });
    expect(await names(other)).toEqual(["客户表"]);
    expect((await other.send("PUT", "/import-mappings/m1", { body: { name: "我的", body } })).status).toBe(
      404,
    );
    expect((await other.send("DELETE", "/import-mappings/m1")).status).toBe(404);
    expect(await names(api.as("admin@globex"))).toEqual([]);
    expect((await admin.send("DELETE", "/import-mappings/m1")).status).toBe(204);
    expect(await names(admin)).toEqual([]);
  });

  it("must be mappings", async () => {
    const wrong = { ...body, mapping: [{ column: "x", object: "account", field: "nowhere" }] };
    const answer = await admin.send("PUT", "/import-mappings/m2", { body: { name: "x", body: wrong } });
    expect([answer.status, answer.body.errors[0]?.["pointer"]]).toEqual([422, "/body/mapping/0/field"]);
  });
});

it("does with a row that is like a record what the duplicate rule says", async () => {
  const rule = (onImport: string) => ({
    apiName: "account_name",
    label: { "zh-CN": "相似客户", en: "Alike accounts" },
    object: "account",
    criteria: [{ field: "name", comparison: "normalized", weight: 100 }],
    threshold: 100,
    onCreate: "allow",
    onImport,
  });
  const publishRule = async (onImport: string) => {
    const put = await admin.send("PUT", "/metadata/draft/duplicateRule/account_name", {
      body: rule(onImport),
    });
    expect([put.status, put.body.errors]).toEqual([200, undefined]);
    const plan = await admin.post("/metadata/plan", {});
    const published = await admin.post("/metadata/publish", { plan: plan.body.id });
    expect([published.status, published.body.errors]).toEqual([200, undefined]);
    const jobs = await admin.get("/jobs");
    for (const job of jobs.body.items) if (job["state"] === "queued") await deliverJob("acme", job.id);
    await api.derived();
  };
  await publishRule("skip");
  await imported({ name: "a", text: table(["K1,独一无二有限公司,"]) });
  await api.derived();
  expect(await imported({ name: "b", text: table(["K2,独一无二有限公司,"]) })).toMatchObject({
    ...{ created: 0, skipped: 1 },
    problems: [{ code: "possible_duplicate" }],
  });
  await publishRule("update");
  expect(await imported({ name: "b", text: table(["K2,独一无二有限公司,"]) })).toMatchObject({
    created: 0,
    updated: 1,
  });
  expect(await account("K1")).toBeUndefined();
});
