import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sweepFiles } from "#functions/operations/files/sweep-files.ts";
import { startApi, type ApiUnderTest, type Client, type Seen } from "./api-under-test.ts";
import { publishDocuments } from "./publish-documents.ts";

const label = (name: string) => ({ "zh-CN": name, en: name });
const contract = {
  apiName: "contract_case",
  label: label("case"),
  pluralLabel: label("cases"),
  nameField: "title",
  fields: [
    { apiName: "title", type: "text", label: label("title"), required: true },
    {
      apiName: "papers",
      type: "file",
      label: label("papers"),
      settings: { multiple: true, maxMegabytes: 1, allowed: ["pdf", "text", "image"] },
    },
    { apiName: "photo", type: "image", label: label("photo"), settings: { maxMegapixels: 1 } },
  ],
};
const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n");

let api: ApiUnderTest;
let north1: Client;
let north2: Client;
let south1: Client;

beforeAll(async () => {
  api = await startApi();
  await publishDocuments(api.as("admin@acme"), [{ kind: "object", body: contract }]);
  api.context.models.invalidate("acme");
  [north1, north2, south1] = [api.as("north1@acme"), api.as("north2@acme"), api.as("south1@acme")];
}, 60_000);
afterAll(() => api.stop());

interface Upload {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const begin = (client: Client, name: string, size: number) => beginIn("papers", client, { name, size });

const beginIn = (field: string, client: Client, file: { readonly name: string; readonly size: number }) =>
  client.post("/files", { object: "contract_case", field, ...file, type: "text/html" });

function send({ body }: Seen, content: Uint8Array, headers: Readonly<Record<string, string>> = {}) {
  const upload = body["upload"] as Upload;
  return fetch(upload.url, {
    method: upload.method,
    headers: { ...upload.headers, ...headers },
    body: Buffer.from(content),
  });
}

async function uploaded(client: Client, name: string, content: Uint8Array): Promise<Seen> {
  return completed(client, await begin(client, name, content.length), content);
}

async function photographed(client: Client, name: string, content: Uint8Array): Promise<Seen> {
  return completed(client, await beginIn("photo", client, { name, size: content.length }), content);
}

async function completed(client: Client, begun: Seen, content: Uint8Array): Promise<Seen> {
  expect(begun.status).toBe(201);
  const sent = await send(begun, content);
  expect(sent.status).toBe(200);
  return client.post(`/files/${begun.body.id}:complete`, {});
}

async function record(client: Client, values: object): Promise<Seen> {
  return client.post("/objects/contract_case/records", { values: { title: "case", ...values } });
}

function png(width: number, height: number): Buffer {
  const head = Buffer.alloc(40);
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).copy(head);
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
}

describe("a file's way", () => {
  it("goes up past the API, into a record, and down again as an attachment from another origin", async () => {
    const file = await uploaded(north1, "合同 “A”.pdf", pdf);
    expect(file.status).toBe(200);
    expect(file.body).toMatchObject({ type: "application/pdf", size: pdf.length });
    const made = await record(north1, { papers: [file.body.id] });
    expect(made.status).toBe(201);
    expect(made.body.references[`file/${file.body.id}`]).toContain("合同");
    const read = await north2.get(`/files/${file.body.id}`);
    expect(read.status).toBe(200);
    const down = await fetch(String(read.body["url"]));
    expect(Buffer.from(await down.arrayBuffer())).toEqual(pdf);
    expect(new URL(String(read.body["url"])).origin).toBe(api.keepers.filesEndpoint);
    expect(down.headers.get("content-disposition")).toMatch(
      /^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''%/,
    );
    expect(down.headers.get("x-content-type-options")).toBe("nosniff");
    expect(down.headers.get("content-security-policy")).toContain("sandbox");
    const moved = await north2.get(`/files/${file.body.id}?redirect=true`);
    expect(moved.status).toBe(302);
    expect((await fetch(String(moved.headers["location"]))).status).toBe(200);
  });

  it("ends when no record takes it up, or lets it go", async () => {
    const kept = await uploaded(north1, "kept.pdf", pdf);
    const dropped = await uploaded(north1, "dropped.pdf", pdf);
    const unused = await uploaded(north1, "unused.pdf", pdf);
    const made = await record(north1, { papers: [kept.body.id, dropped.body.id] });
    const changed = await north1.patch(
      `/objects/contract_case/records/${made.body.id}`,
      { values: { papers: [kept.body.id] } },
      '"1"',
    );
    expect(changed.status).toBe(200);
    await api.derived();
    const states = async () =>
      Promise.all(
        [kept, dropped, unused].map(
          async ({ body }) => (await api.context.fileCatalog.get("acme", body.id)) !== null,
        ),
      );
    await sweep(2);
    expect(await states()).toEqual([true, true, false]);
    await sweep(40);
    expect(await states()).toEqual([true, false, false]);
    expect((await north1.get(`/files/${kept.body.id}`)).status).toBe(200);
  });

  it("ends with its record, once that has left the bin", async () => {
    const file = await uploaded(north1, "gone.pdf", pdf);
    const made = await record(north1, { papers: [file.body.id] });
    const gone = await north1.send("DELETE", `/objects/contract_case/records/${made.body.id}`, {
      headers: { "if-match": "*" },
    });
    expect(gone.status).toBe(204);
    await api.derived();
    expect((await north1.get(`/files/${file.body.id}`)).status).toBe(404);
    await sweep(40);
    expect(await api.context.fileCatalog.get("acme", file.body.id)).not.toBeNull();
    const entry = await api.context.fileCatalog.get("acme", file.body.id);
    expect(api.keepers.objects.get(entry?.key ?? "")).toBeDefined();
    const restored = await north1.send("POST", `/objects/contract_case/records/${made.body.id}:restore`, {
      body: {},
    });
    expect(restored.status).toBe(200);
    expect((await north1.get(`/files/${file.body.id}`)).status).toBe(200);
  });
});

/** The sweep as it would run so many days from now. */
function sweep(days: number): Promise<void> {
  const now = new Date(Date.now() + days * 24 * 60 * 60 * 1000);
  return sweepFiles({ ...api.context, clock: { now: () => now } });
}

describe("what may not be uploaded", () => {
  it.each([
    ["evil.html", "<html><script>alert(1)</script>"],
    ["picture.svg", "<svg onload=alert(1)>"],
    ["run.pHaR", "<?php"],
    ["contract.pdf.exe", "MZ"],
    ["noextension", "x"],
  ])("U01: %s is refused by name", async (name, content) => {
    const begun = await begin(north1, name, content.length);
    expect(begun.status).toBe(422);
    expect(begun.body.code).toBe("kind_not_allowed");
  });

  it.each([
    ["page.txt", "  <!doctype html><script>alert(1)</script>"],
    ["lie.pdf", "GIF89a<script>alert(1)</script>"],
    ["lie.png", "%PDF-1.7"],
    ["binary.txt", "MZ\u0000\u0001"],
  ])("U01: %s is refused by content, and its content removed", async (name, content) => {
    const file = await uploaded(north1, name, Buffer.from(content));
    expect(file.status).toBe(422);
    expect(file.body.code).toBe("content_mismatch");
    expect(await leftovers(name)).toEqual([]);
  });

  it("U01: 0 bytes, 5 GB and a picture of 20,000 pixels are refused, the sender's media type is not believed", async () => {
    expect((await begin(north1, "a.pdf", 0)).body.code).toBe("empty_file");
    expect((await begin(north1, "a.pdf", 5 * 1024 ** 3)).body.code).toBe("file_too_large");
    const begun = await begin(north1, "a.pdf", 10);
    expect((begun.body["upload"] as Upload).headers["content-type"]).toBe("application/pdf");
    const large = await photographed(north1, "large.png", png(20_000, 20_000));
    expect(large.body.code).toBe("picture_too_large");
    const small = await photographed(north1, "small.png", png(800, 600));
    expect(small.body).toMatchObject({ width: 800, height: 600, type: "image/png" });
  });

  it("U01: a file that the scanner knows is removed", async () => {
    const test = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}", "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");
    const file = await uploaded(north1, "eicar.txt", Buffer.from(test));
    expect(file.body.code).toBe("infected");
  });

  it.each([
    "../../x.pdf",
    "a\u0000b.pdf",
    "\u202Efdp.pdf",
    `${"长".repeat(300)}.pdf`,
    "a\r\nSet-Cookie: x.pdf",
    "q\"q'.pdf",
  ])("U02: the name %j is cleaned, kept out of the key, and encoded in the header", async (name) => {
    const file = await uploaded(north1, name, pdf);
    expect(file.status).toBe(200);
    const entry = await api.context.fileCatalog.get("acme", file.body.id);
    expect(entry?.key).toMatch(/^acme\/[0-9A-Z]{26}$/);
    expect(String(file.body["name"])).not.toMatch(/[\p{Cc}\p{Cf}/\\"]/u);
    const read = await north1.get(`/files/${file.body.id}`);
    const down = await fetch(String(read.body["url"]));
    expect(down.status).toBe(200);
    expect(down.headers.get("set-cookie")).toBeNull();
    expect(down.headers.get("content-disposition")).toMatch(
      /^attachment; filename="[^"\\]*"; filename\*=UTF-8''[\w.%!#$&+^`|~-]+$/,
    );
  });
});

async function leftovers(name: string): Promise<readonly string[]> {
  const due = await api.context.fileCatalog.due("9", 200);
  const entries = await Promise.all(due.map((one) => api.context.fileCatalog.get(one.workspace, one.id)));
  return entries.flatMap((one) => (one?.name === name && api.keepers.objects.get(one.key) ? [one.key] : []));
}

describe("an address", () => {
  it("U03: takes no other key, size or kind, nothing twice, and nothing after its time", async () => {
    const begun = await begin(north1, "a.pdf", pdf.length);
    const { url, headers } = begun.body["upload"] as Upload;
    const put = (to: string, content: Buffer, given: Readonly<Record<string, string>>) =>
      fetch(to, { method: "PUT", headers: given, body: content }).then((answer) => answer.status);
    expect(await put(url.replace(/(\/[0-9A-Z]{25})[0-9A-Z]/, "$1Z"), pdf, headers)).toBe(403);
    expect(await put(url, Buffer.concat([pdf, pdf]), headers)).toBe(403);
    expect(await put(url, pdf, { ...headers, "content-type": "text/html" })).toBe(403);
    expect(await put(url, pdf, { "content-type": "application/pdf" })).toBe(403);
    expect(await put(url.replace("X-Amz-Expires=300", "X-Amz-Expires=9000"), pdf, headers)).toBe(403);
    expect(await put(url, pdf, headers)).toBe(200);
    expect(await put(url, pdf, headers)).toBe(412);
    const late = await begin(north1, "b.pdf", pdf.length);
    api.keepers.advance(301_000);
    const answer = await send(late, pdf);
    api.keepers.advance(-301_000);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("RequestExpired");
  });

  it("U03: reads nothing without a signature", async () => {
    const [key = ""] = api.keepers.objects.keys();
    expect((await fetch(`${api.keepers.filesEndpoint}/tessera-files/${key}`)).status).toBe(403);
  });
});

describe("somebody else's file", () => {
  it("U04: cannot be completed, taken up or read before a record has it", async () => {
    const begun = await begin(north1, "mine.pdf", pdf.length);
    await send(begun, pdf);
    expect((await north2.post(`/files/${begun.body.id}:complete`, {})).status).toBe(404);
    expect((await north1.post(`/files/${begun.body.id}:complete`, {})).status).toBe(200);
    expect((await north2.get(`/files/${begun.body.id}`)).status).toBe(404);
    const taken = await record(north2, { papers: [begun.body.id] });
    expect(taken.status).toBe(422);
    expect(taken.body.errors[0]).toMatchObject({ pointer: "/values/papers", code: "unknown_file" });
    const elsewhere = await api.as("admin@globex").get(`/files/${begun.body.id}`);
    expect(elsewhere.status).toBe(404);
  });

  it("U04: cannot be taken from the record that has it, nor put into another field", async () => {
    const file = await uploaded(north1, "once.pdf", pdf);
    expect((await record(north1, { papers: [file.body.id] })).status).toBe(201);
    expect((await record(north1, { papers: [file.body.id] })).status).toBe(422);
    const photo = await photographed(north1, "p.png", png(10, 10));
    expect((await record(north1, { papers: [photo.body.id] })).status).toBe(422);
    expect((await record(north1, { photo: [photo.body.id] })).status).toBe(201);
  });

  it("U05: is not found by its id where the record is not shared", async () => {
    const file = await uploaded(north1, "private.pdf", pdf);
    await record(north1, { papers: [file.body.id] });
    expect((await north2.get(`/files/${file.body.id}`)).status).toBe(200);
    expect((await south1.get(`/files/${file.body.id}`)).status).toBe(404);
    expect((await api.as("nobody@acme").get(`/files/${file.body.id}`)).status).toBe(404);
  });
});
