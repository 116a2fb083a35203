import { afterAll, beforeAll, expect, it } from "vitest";
import { startApi, type ApiUnderTest, type Client } from "./api-under-test.ts";

let api: ApiUnderTest;
let admin: Client;

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
});
afterAll(() => api.stop());

/** Calls as a program does: with the key's token and without a person's. */
function withKey(token: string): Client {
  const nobody = api.as();
  const header = { authorization: `Bearer ${token}` };
  const send: Client["send"] = (method, target, sending = {}) =>
    nobody.send(method, target, { ...sending, headers: { ...sending.headers, ...header } });
  return {
    send,
    get: (target) => send("GET", target),
    post: (target, body) => send("POST", target, { body }),
    patch: (target, body, match = "*") => send("PATCH", target, { body, headers: { "if-match": match } }),
  };
}

async function newKey(more: object = {}): Promise<{ readonly id: string; readonly token: string }> {
  const made = await admin.post("/api-keys", { name: "Warehouse", roles: ["admin"], ...more });
  expect(made.status).toBe(201);
  return { id: made.body.id, token: String(made.body["token"]) };
}

it("lets a program in with its key, as itself, in its own workspace only", async () => {
  const { id, token } = await newKey();
  const program = withKey(token);
  const me = await program.get("/me");
  expect(me.status).toBe(200);
  expect(me.body).toMatchObject({ user: { id: `key:${id}`, name: "Warehouse" }, workspace: { id: "acme" } });
  const made = await program.post("/objects/task/records", { values: { subject: "from outside" } });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ createdBy: `key:${id}`, owner: `key:${id}` });
  const elsewhere = await api.as("admin@globex").get(`/objects/task/records/${made.body.id}`);
  expect(elsewhere.status).toBe(404);
  expect((await program.send("PATCH", "/me", { body: { locale: "en" } })).status).toBe(422);
});

it("W10: knows nothing of a secret but its hash, and shows it once", async () => {
  const { token } = await newKey();
  const listed = await admin.get("/api-keys");
  const secret = token.split("_").slice(3).join("_");
  expect(listed.text).not.toContain(secret);
  expect(listed.text).not.toContain("hash");
  const stored = await api.context.apiKeyStore.list("acme");
  expect(JSON.stringify(stored)).not.toContain(secret);
});

it("W10: takes no key that is revoked, expired, changed or of another workspace", async () => {
  const { id, token } = await newKey();
  expect((await withKey(token).get("/me")).status).toBe(200);
  const last = token.at(-1) === "A" ? "B" : "A";
  for (const wrong of [
    `${token.slice(0, -1)}${last}`,
    token.replace("tsk_acme_", "tsk_globex_"),
    token.slice(0, -1),
    `${token}A`,
    "tsk_acme",
    "tsk_acme_none_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  ])
    expect((await withKey(wrong).get("/me")).status, wrong).toBe(401);
  expect((await api.as().get(`/me?authorization=${token}`)).status).toBe(401);
  expect((await admin.send("DELETE", `/api-keys/${id}`)).status).toBe(204);
  expect((await withKey(token).get("/me")).status).toBe(401);
  expect((await admin.send("DELETE", `/api-keys/${id}`)).status).toBe(404);
});

it("gives no key a role that its maker lacks, and only to administrators", async () => {
  expect((await api.as("reader@acme").post("/api-keys", { name: "x", roles: ["reader"] })).status).toBe(403);
  expect((await api.as("reader@acme").get("/api-keys")).status).toBe(403);
  const wrong = await admin.post("/api-keys", { name: " ", roles: [], expiresAt: "2020-01-01T00:00:00Z" });
  expect(wrong.status).toBe(422);
  expect(wrong.body.errors.map((one) => one["pointer"])).toEqual(["/name", "/roles", "/expiresAt"]);
  expect((await admin.post("/api-keys", { name: "x", roles: ["no_such_role"] })).status).toBe(422);
  expect((await admin.post("/api-keys", { name: "x", roles: ["admin"], expiresAt: "soon" })).status).toBe(
    422,
  );
});

it("does with a key what its roles allow, and no more", async () => {
  const reader = withKey((await newKey({ roles: ["reader"] })).token);
  expect((await reader.post("/objects/task/query", {})).status).toBe(200);
  expect((await reader.post("/objects/task/records", { values: { subject: "x" } })).status).toBe(403);
  expect((await reader.get("/metadata/draft")).status).toBe(403);
});
