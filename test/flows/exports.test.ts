import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memorySource, readSheet } from "#functions/operations/imports/reading/read-sheet.ts";
import type { SheetHead, SheetRow } from "#functions/operations/imports/reading/sheet.ts";
import { startApi, type ApiUnderTest, type Client } from "./api-under-test.ts";
import { deliverJob } from "./run-job.ts";

let api: ApiUnderTest;
let admin: Client;

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
  const account = await admin.post("/objects/account/records", {
    values: { name: "=cmd|calc", external_id: "X1", phone: "+86 138 0000 0000" },
  });
  expect(account.status).toBe(201);
  for (let at = 0; at < 5; at += 1) {
    const amount = { amount: `${1000 + at}.50`, currency: at === 4 ? "USD" : "CNY" };
    const deal = await admin.post("/objects/deal/records", {
      values: { name: `商机 ${at}`, account: account.body.id, amount, close_date: `2026-0${at + 1}-15` },
    });
    expect(deal.status).toBe(201);
  }
});
afterAll(() => api.stop());

async function exported(
  client: Client,
  body: object,
): Promise<{ readonly id: string; readonly bytes: Uint8Array }> {
  const started = await client.post("/exports", body);
  expect(started.status).toBe(202);
  await deliverJob("acme", started.body.id);
  const state = await client.get(`/exports/${started.body.id}`);
  expect(state.body).toMatchObject({ state: "done", progress: 1, errors: [] });
  const link = await client.get(`/exports/${started.body.id}/file`);
  expect(link.status).toBe(200);
  const file = await fetch(String(link.body["url"]));
  expect(file.headers.get("content-disposition")).toMatch(/^attachment/);
  return { id: started.body.id, bytes: new Uint8Array(await file.arrayBuffer()) };
}

async function workbookRows(bytes: Uint8Array) {
  const rows: SheetRow[] = [];
  let head: SheetHead | null = null as SheetHead | null;
  const read = await readSheet(memorySource(bytes), null, {
    head: (given) => void (head = given),
    row: (row) => void rows.push(row),
  });
  expect(read).toEqual({ ok: true, value: null });
  return { headings: head?.headings ?? [], rows: rows.map((one) => one.cells) };
}

it("writes a list as its view shows it: filter, order and columns", async () => {
  const { bytes } = await exported(admin, {
    object: "deal",
    filter: { field: "amount", op: "gte", value: { amount: "1002.00", currency: "CNY" } },
    sort: [{ field: "close_date", direction: "desc" }],
    fields: ["name", "amount", "close_date", "account", "account.phone"],
    format: "csv",
  });
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const [headings, ...rows] = parse(Buffer.from(bytes), { bom: true }) as string[][];
  expect(headings?.slice(1)).toEqual(["商机名称", "预计金额", "截止日期", "客户", "客户 › 电话"]);
  expect(rows.map((row) => row[1])).toEqual(["商机 4", "商机 3", "商机 2"]);
  expect(rows[0]?.[4]).toBe("'=cmd|calc");
});

it("I05: keeps formulas out of CSV and workbooks; numbers, days and texts stay what they are", async () => {
  const fields = ["name", "external_id", "phone"];
  const { bytes } = await exported(admin, { object: "account", fields, format: "csv" });
  expect(Buffer.from(bytes).toString("utf8")).toContain("'=cmd|calc");
  const workbook = await exported(admin, {
    object: "deal",
    fields: ["name", "amount", "close_date"],
    format: "xlsx",
  });
  const { rows } = await workbookRows(workbook.bytes);
  expect(rows.map((row) => row.slice(1)).toSorted()).toContainEqual(["商机 4", "USD 1004.50", "2026-05-15"]);
  const named = await exported(admin, { object: "account", fields: ["name"], format: "xlsx" });
  expect((await workbookRows(named.bytes)).rows.flatMap((row) => row.slice(1))).toContain("=cmd|calc");
});

describe.each(["csv", "xlsx"])("a round trip by %s", (format) => {
  it("changes nothing when what was exported is imported again", async () => {
    const { bytes } = await exported(admin, { object: "deal", format, headings: "apiNames" });
    const begun = await admin.post("/imports:upload", { name: `deals.${format}`, size: bytes.length });
    expect(begun.status).toBe(201);
    const { method, url, headers } = begun.body["upload"] as {
      method: string;
      url: string;
      headers: Record<string, string>;
    };
    expect((await fetch(url, { method, headers, body: Buffer.from(bytes) })).status).toBe(200);
    const analyzed = await admin.post("/imports:analyze", { files: [{ upload: begun.body.id }] });
    const [file] = analyzed.body["files"] as readonly {
      readonly object: string;
      readonly columns: readonly {
        readonly heading: string;
        readonly target: { readonly field: string } | null;
      }[];
    }[];
    expect(file?.object).toBe("deal");
    const mapping = file?.columns.flatMap(({ target }) => (target ? [target] : [])) ?? [];
    expect(mapping.map((one) => one.field)).toEqual(
      expect.arrayContaining(["id", "name", "amount", "account"]),
    );
    const started = await admin.post("/imports", {
      files: [{ upload: begun.body.id, object: "deal", mapping, match: ["id"], mode: "update" }],
    });
    expect(started.status).toBe(202);
    await deliverJob("acme", started.body.id);
    const done = await admin.get(`/imports/${started.body.id}`);
    const [result] = done.body["files"] as readonly object[];
    expect(result).toMatchObject({ rows: 5, skipped: 5, updated: 0, failed: 0, problems: [] });
  });
});

describe("who may export what", () => {
  it("I09: refuses people without the capability", async () => {
    const answer = await api.as("reader@acme").post("/exports", { object: "deal", format: "csv" });
    expect(answer.status).toBe(403);
  });

  it("I06: refuses a hidden column by name, in columns, filter and order, and writes nothing", async () => {
    const keys = api.keepers.objects.keys().length;
    const hidden = api.as("blind_exporter@acme");
    for (const part of [
      { fields: ["amount"] },
      { filter: { field: "amount", op: "isNotEmpty" } },
      { sort: [{ field: "amount", direction: "asc" }] },
    ]) {
      const answer = await hidden.post("/exports", { object: "deal", format: "csv", ...part });
      expect([answer.status, answer.body.code]).toEqual([403, "field_forbidden"]);
    }
    expect(api.keepers.objects.keys().length).toBe(keys);
    const { bytes } = await exported(hidden, { object: "deal", format: "csv" });
    const text = Buffer.from(bytes).toString("utf8");
    expect(text).toContain("商机 1");
    expect(text).not.toContain("1001.50");
  });

  it("I07: gives the file to nobody else, and its address ends", async () => {
    const { id } = await exported(admin, { object: "deal", format: "csv", fields: ["name"] });
    const other = api.as("blind_exporter@acme");
    expect((await other.get(`/exports/${id}`)).status).toBe(404);
    expect((await other.get(`/exports/${id}/file`)).status).toBe(404);
    expect((await api.as("admin@globex").get(`/exports/${id}/file`)).status).toBe(404);
    const link = await admin.get(`/exports/${id}/file`);
    const lasts = Date.parse(String(link.body["expiresAt"])) - Date.now();
    expect(lasts).toBeLessThanOrEqual(5 * 60_000);
    api.keepers.advance(6 * 60_000);
    expect((await fetch(String(link.body["url"]))).status).toBe(403);
    api.keepers.advance(-6 * 60_000);
  });
});
