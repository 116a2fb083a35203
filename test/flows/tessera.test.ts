import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startProduct, type Product } from "./product-process.ts";

const root = join(import.meta.dirname, "../..");
let product: Product;
let folder: string;
let key: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tessera-cli-"));
  product = await startProduct(join(folder, "data"));
  const admin = await product.as("admin@acme.test");
  const made = await admin("POST /api-keys", { name: "Command line", roles: ["admin"] });
  key = String((made.body as unknown as { readonly token: unknown }).token);
}, 120_000);
afterAll(async () => {
  await product.stop();
  await rm(folder, { recursive: true });
});

interface Ended {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs the command as people do, in a process of its own. */
function tessera(...args: readonly string[]): Promise<Ended> {
  const environment = { ...process.env, TESSERA_URL: product.origin, TESSERA_API_KEY: key };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["scripts/tessera.mjs", ...args, "--dir", join(folder, "files")],
      { cwd: root, env: environment },
      (error, output, errors) => resolve({ code: Number(error?.code ?? 0), output, errors }),
    );
  });
}

const objectFile = () => join(folder, "files/object/account.json");
async function changeAccount(change: (body: Record<string, unknown>) => void): Promise<void> {
  const body = JSON.parse(await readFile(objectFile(), "utf8")) as Record<string, unknown>;
  change(body);
  await writeFile(objectFile(), JSON.stringify(body));
}
const label = (text: string) => ({ "zh-CN": text, en: text });

it("pulls one readable file per document with its schema, and finds no difference then", async () => {
  const pulled = await tessera("pull");
  expect(pulled.errors).toBe("");
  expect(pulled.code).toBe(0);
  expect(await readdir(join(folder, "files"))).toEqual(expect.arrayContaining(["object", "view", "schemas"]));
  const account = JSON.parse(await readFile(objectFile(), "utf8")) as Record<string, unknown>;
  expect(account).toMatchObject({ $schema: "../schemas/object.schema.json", apiName: "account" });
  expect(await tessera("diff")).toMatchObject({ code: 0 });
  expect(await tessera("plan")).toMatchObject({ code: 0 });
  expect(await tessera("apply")).toMatchObject({ code: 0 });
}, 120_000);

it("shows a difference, plans it, applies it, and is the same again", async () => {
  await changeAccount((body) => {
    (body["fields"] as object[]).push({ apiName: "motto", type: "text", label: label("Motto") });
  });
  const diff = await tessera("diff");
  expect(diff.code).toBe(2);
  expect(diff.output).toContain("changed object/account.json");
  expect(diff.output).toContain("/fields/motto");
  const plan = await tessera("plan", "--json");
  expect(plan.code).toBe(2);
  const { changes } = JSON.parse(plan.output) as { readonly changes: readonly Record<string, unknown>[] };
  expect(changes).toEqual([expect.objectContaining({ kind: "object", change: "added", class: "safe" })]);
  expect(await tessera("diff")).toMatchObject({ code: 2 });
  const applied = await tessera("apply", "--note", "a motto");
  expect(applied).toMatchObject({ code: 0, errors: "" });
  await tessera("pull");
  expect(await tessera("diff")).toMatchObject({ code: 0 });
}, 120_000);

it("keeps a field's values through a rename in the files, because the id stays", async () => {
  const admin = await product.as("admin@acme.test");
  const made = await admin("POST /objects/account/records", { values: { name: "One", motto: "Go on" } });
  const { id } = made.body as unknown as { readonly id: string };
  await changeAccount((body) => {
    for (const field of body["fields"] as Record<string, unknown>[])
      if (field["apiName"] === "motto") field["apiName"] = "slogan";
  });
  expect(await tessera("apply")).toMatchObject({ code: 0, errors: "" });
  const read = await admin(`GET /objects/account/records/${id}`);
  expect(read.body).toMatchObject({ values: { slogan: "Go on" } });
}, 120_000);

it("asks before values are lost, and refuses what is wrong with its place", async () => {
  await tessera("pull");
  await changeAccount((body) => {
    body["fields"] = (body["fields"] as Record<string, unknown>[]).filter(
      (one) => one["apiName"] !== "slogan",
    );
  });
  const asked = await tessera("apply");
  expect(asked.code).toBe(2);
  expect(asked.output).toContain("--yes");
  expect(await tessera("apply", "--yes")).toMatchObject({ code: 0, errors: "" });
  await changeAccount((body) => {
    body["nameField"] = "nothing";
  });
  const refused = await tessera("apply");
  expect(refused.code).toBe(1);
  expect(refused.errors).toContain("nameField");
  await writeFile(objectFile(), "{");
  expect(await tessera("plan")).toMatchObject({ code: 1, output: "" });
}, 120_000);

it("verifies the workspace", async () => {
  const verified = await tessera("verify");
  expect(verified).toMatchObject({ code: 0, errors: "", output: "The workspace is clean.\n" });
}, 120_000);

it("says what is missing", async () => {
  expect(await tessera("nonsense")).toMatchObject({ code: 1 });
  expect(await tessera("pull", "--key", "tsk_acme_none_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")).toMatchObject({
    code: 1,
  });
  expect((await tessera("pull", "--url", "http://127.0.0.1:59997")).errors).toContain("ECONNREFUSED");
});
