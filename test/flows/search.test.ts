import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTable } from "#functions/adapters/dynamodb/client.ts";
import { pointerKey, workspaceKey } from "#functions/adapters/dynamodb/keys.ts";
import { verifyWorkspace } from "#functions/operations/verify/verify-workspace.ts";
import { table as spec } from "#infra/topology.ts";
import { startApi, type ApiUnderTest, type Body, type Client } from "./api-under-test.ts";
import { ChangeWorld, field } from "./change-world.ts";

const LONG = 120_000;
let api: ApiUnderTest;
let admin: Client;
let world: ChangeWorld;

const label = (text: string) => ({ "zh-CN": text, en: text });
const place = {
  apiName: "place",
  label: label("place"),
  pluralLabel: label("places"),
  nameField: "name",
  fields: [
    field("name"),
    field("number", "autoNumber", { settings: { prefix: "P-", padding: 5 } }),
    field("email", "email", { searchable: true }),
    field("notes", "longText", { searchable: true }),
    field("secret", "text", { searchable: true }),
  ],
};
const blindToSecrets = {
  apiName: "blind_rep",
  label: label("blind_rep"),
  objects: {
    "*": { create: true, read: true, update: true, delete: true, scope: "all", fields: {} },
    place: { read: true, scope: "all", fields: { secret: "none" } },
    account: { read: true, scope: "all", fields: { phone: "none" } },
  },
};

beforeAll(async () => {
  api = await startApi();
  admin = api.as("admin@acme");
  world = new ChangeWorld(api, 200);
  await admin.send("PUT", "/metadata/draft/role/blind_rep", { body: blindToSecrets });
  expect(await world.publish(place)).toBe(true);
}, LONG);
afterAll(() => api.stop());

interface Asked {
  readonly object?: string;
  readonly limit?: number;
  readonly cursor?: string | null;
}

async function search(client: Client, q: string, asked: Asked = {}): Promise<Body> {
  const query = new URLSearchParams({ q });
  for (const [name, value] of Object.entries(asked)) {
    if (value !== null && value !== undefined) query.set(name, String(value));
  }
  const seen = await client.get(`/search?${query.toString()}`);
  expect(seen.status, q).toBe(200);
  return seen.body;
}

/** Every page of a search. */
async function allPages(client: Client, q: string, asked: Asked = {}): Promise<readonly Body[]> {
  const items: Body[] = [];
  let cursor: string | null = null;
  do {
    const page: Body = await search(client, q, { ...asked, cursor });
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== null);
  return items;
}

async function create(object: string, list: readonly object[], client = admin): Promise<readonly string[]> {
  const operations = list.map((values) => ({ op: "create", values }));
  const made = await client.post(`/objects/${object}/bulk`, { operations });
  for (const one of made.body.results) expect(one.status).toBe(201);
  return made.body.results.map((one) => one.id);
}

const ids = (items: readonly Body[]) => items.map((one) => one.id);

describe("over random records", () => {
  const names = fc.sample(
    fc
      .array(fc.constantFrom("云启", "科技", "acme", "Zenith", "贸易", "张", " ", "-", "2024", "A7", "新"), {
        minLength: 2,
        maxLength: 6,
      })
      .map((parts) => parts.join(""))
      .filter((name) => /[\p{L}\p{N}]/u.test(name)),
    { numRuns: 90, seed: 7 },
  );
  let made: readonly string[] = [];
  const folded = (text: string) => text.toLowerCase();
  /** What search means, said over: for Chinese any part, else the beginning of a run of letters and digits. */
  const has = (name: string, word: string) =>
    /\p{Script=Han}/u.test(word)
      ? folded(name).includes(word)
      : [...folded(name).matchAll(/[a-z0-9]+/g)].some(([run]) => run.startsWith(word));

  beforeAll(async () => {
    made = await create(
      "place",
      names.map((name) => ({ name })),
    );
    await api.derived();
  }, LONG);

  it(
    "finds exactly what its definition says, page by page",
    async () => {
      for (const q of [
        "云",
        "启科",
        "acme",
        "acm",
        "zen 张",
        "20",
        "贸易 新 a7",
        "张 云启",
        "启贸",
        "nothing",
      ]) {
        const expected = made.filter((_, at) => q.split(" ").every((word) => has(names[at] ?? "", word)));
        const found = ids(await allPages(admin, q, { object: "place", limit: 7 }));
        expect([...found].sort(), q).toEqual([...expected].sort());
      }
    },
    LONG,
  );
});

describe("more results", () => {
  it(
    "come in windows, each record once, while others are written in between",
    async () => {
      const list = Array.from({ length: 130 }, (_, at) => ({ name: `Harbour harbinger ${at}` }));
      const made = await create("place", list);
      await api.derived();
      const seen: string[] = [];
      let cursor: string | null = null;
      let pages = 0;
      do {
        const page: Body = await search(admin, "harb", { limit: 30, cursor });
        seen.push(...ids(page.items));
        cursor = page.cursor;
        pages += 1;
        if (pages === 2) {
          await admin.patch(`/objects/place/records/${seen[0]}`, { values: { notes: "changed" } }, "*");
          await create("place", [{ name: "Harbour, new" }]);
          await api.derived();
        }
      } while (cursor !== null);
      const unchanged = new Set(made.filter((id) => id !== seen[0]));
      const found = seen.filter((id) => unchanged.has(id));
      expect(found.length).toBe(unchanged.size);
      expect(new Set(found).size).toBe(unchanged.size);
    },
    LONG,
  );

  it("is told only when there is one more that may be seen", async () => {
    await create("account", [{ name: "Quartz mine" }, { name: "Quartz own" }]);
    await create("account", [{ name: "Quartz solo" }], api.as("solo@acme"));
    await api.derived();
    const solo = await search(api.as("solo@acme"), "quartz", { limit: 1 });
    expect(solo.items.map((one) => one["name"])).toEqual(["Quartz solo"]);
    expect(solo.cursor).toBeNull();
    expect((await search(admin, "quartz", { limit: 1 })).cursor).not.toBeNull();
    expect((await search(admin, "quartz", { limit: 3 })).cursor).toBeNull();
  });

  it("a cursor opens only for the same words, object and person", async () => {
    const { cursor } = await search(admin, "quartz", { limit: 1 });
    const taken = encodeURIComponent(cursor ?? "");
    for (const [client, query] of [
      [admin, `q=quart&cursor=${taken}`],
      [admin, `q=quartz&object=account&cursor=${taken}`],
      [api.as("reader@acme"), `q=quartz&cursor=${taken}`],
      [api.as("admin@globex"), `q=quartz&cursor=${taken}`],
      [admin, "q=quartz&cursor=nonsense"],
    ] as const) {
      const seen = await client.get(`/search?${query}`);
      expect([seen.status, seen.body.code], query).toEqual([400, "bad_cursor"]);
    }
  });
});

describe("order and what is told", () => {
  it("exact names, then beginnings, then words, then parts, then other fields; the last changed first", async () => {
    const notes = `${"before ".repeat(40)} Kestrel ${"after ".repeat(40)}`;
    await create("place", [
      { name: "The old one", notes },
      { name: "Blue kestrel" },
      { name: "Kestrel nest" },
      { name: "Kestrel" },
    ]);
    await api.derived();
    const { items } = await search(admin, "kestrel");
    expect(items.map((one) => one["name"])).toEqual([
      "Kestrel",
      "Kestrel nest",
      "Blue kestrel",
      "The old one",
    ]);
    expect(items.map((one) => one["matched"])).toEqual([["name"], ["name"], ["name"], ["notes"]]);
    expect(String(items[3]?.["snippet"])).toContain("Kestrel");
    expect(String(items[3]?.["snippet"]).length).toBeLessThanOrEqual(122);
    expect(items[0]).not.toHaveProperty("snippet");
  });

  it("finds a record by its own id and by its automatic number", async () => {
    const [id = ""] = await create("place", [{ name: "Numbered" }]);
    const { body } = await admin.get(`/objects/place/records/${id}`);
    await api.derived();
    expect((await search(admin, id.toLowerCase())).items).toEqual([
      { object: "place", id, name: "Numbered", matched: ["id"] },
    ]);
    const byNumber = await search(admin, String(body.values["number"]));
    expect(ids(byNumber.items)).toEqual([id]);
    expect((await search(api.as("admin@globex"), id)).items).toEqual([]);
    expect((await search(api.as("nobody@acme"), id)).items).toEqual([]);
  });
});

describe("what may not be seen", () => {
  it("Q04: a hidden value is found no more than nonsense, alone or with another word", async () => {
    await create("place", [{ name: "Vault", secret: "tigerlily", notes: "open to all" }]);
    await create("account", [{ name: "Vaulted", phone: "13912347788" }]);
    await api.derived();
    const blind = api.as("blind@acme");
    const plain = async (q: string) => {
      const seen = await blind.get(`/search?q=${encodeURIComponent(q)}`);
      return { status: seen.status, text: seen.text };
    };
    expect(ids((await search(admin, "tigerlily")).items)).toHaveLength(1);
    for (const q of ["tigerlily", "vault tigerlily", "13912347788", "7788", "139 1234 7788"]) {
      expect(await plain(q), q).toEqual(await plain("nonsenseword"));
    }
    const seen = await search(blind, "vault open");
    expect(seen.items.map((one) => one["matched"])).toEqual([["name", "notes"]]);
  });

  it("Q09: who may see nothing finds nothing, another workspace nothing of this one", async () => {
    for (const client of [api.as("nobody@acme"), api.as("admin@globex")]) {
      expect(await search(client, "vault")).toMatchObject({ items: [], cursor: null });
    }
    expect((await api.as("nobody@acme").get("/search?q=vault&object=place")).status).toBe(404);
    expect((await admin.get("/search?q=vault&object=ghost")).status).toBe(404);
  });

  it("X01: what looks like markup travels as text", async () => {
    const name = '<img src=x onerror="window.__pwn=1">payloadword';
    await create("place", [{ name: "x", notes: name }, { name }]);
    await api.derived();
    const { items } = await search(admin, "payloadword");
    expect(items.map((one) => one["name"])).toEqual([name, "x"]);
    expect(items[1]?.["snippet"]).toBe(name);
  });
});

describe("writes", () => {
  it("are found, moved and forgotten as the stream tells of them", async () => {
    const [id = ""] = await create("place", [{ name: "Ephemeral" }]);
    await api.derived();
    expect(ids((await search(admin, "ephem")).items)).toEqual([id]);
    await admin.patch(`/objects/place/records/${id}`, { values: { name: "Perennial" } }, "*");
    expect((await search(admin, "ephem")).items).toEqual([]);
    await api.derived();
    expect(ids((await search(admin, "peren")).items)).toEqual([id]);
    await admin.send("DELETE", `/objects/place/records/${id}`, { headers: { "if-match": "*" } });
    expect((await search(admin, "peren")).items).toEqual([]);
    await api.derived();
    await admin.send("POST", `/objects/place/records/${id}:restore`);
    await api.derived();
    expect(ids((await search(admin, "peren")).items)).toEqual([id]);
  });

  it(
    "a field that becomes searchable is found, and is not when it is none any more",
    async () => {
      const shelf = { ...place, apiName: "shelf", fields: [field("name"), field("secret")] };
      expect(await world.publish(shelf)).toBe(true);
      const made = await create("shelf", [{ name: "x", secret: "marigold" }]);
      await api.derived();
      for (const searchable of [true, false, true]) {
        const live = await world.definition("shelf");
        const fields = live.fields.map((one) => (one.apiName === "secret" ? { ...one, searchable } : one));
        expect(await world.publish({ ...live, fields })).toBe(true);
        await world.runAll();
        expect(ids((await search(admin, "marigold")).items)).toEqual(searchable ? made : []);
      }
    },
    LONG,
  );

  it(
    "leave nothing that tessera verify would find",
    async () => {
      await api.derived();
      const report = await verifyWorkspace(world.ports, { workspace: "acme", repair: false });
      const kinds = new Set(["derived", "posting_missing", "posting_left"]);
      expect(report?.findings.filter((one) => kinds.has(one.kind))).toEqual([]);
    },
    LONG,
  );
});

it(
  "records that older code derived are derived again at the next publish, without a change of their own",
  async () => {
    const shown = { ...place, apiName: "archive", fields: [field("name"), field("notes")] };
    expect(await world.publish(shown)).toBe(true);
    const made = await create("archive", [{ name: "Lighthouse" }]);
    await api.derived();
    const { metadataStore, derivedStore } = world.ports;
    const pointer = await metadataStore.pointer("acme");
    const objectId = (await world.definition("archive"))["id"] as string;
    const target = { objectId, id: made[0] ?? "" };
    const ledger = await derivedStore.ledger("acme", target);
    const asBefore = { ...ledger, epoch: pointer?.version ?? 0, revision: ledger.revision + 1, tokens: [] };
    const nothing = { addTokens: [], addLinks: [], removeLinks: [], addCells: [], removeCells: [] };
    const step = { target, expectedRevision: ledger.revision, next: asBefore, expiresAt: null };
    expect(await derivedStore.apply("acme", { ...step, ...nothing, removeTokens: ledger.tokens })).toBe(true);
    await forgetForm();
    expect((await search(admin, "lighthouse")).items).toEqual([]);
    const live = await world.definition("archive");
    expect(await world.publish({ ...live, label: label("renamed") })).toBe(true);
    expect((await world.openJobs()).map((one) => one.kind)).toContain("relations-build");
    await world.runAll();
    expect(ids((await search(admin, "lighthouse")).items)).toEqual(made);
  },
  LONG,
);

/** The pointer as code that knew no forms wrote it. */
async function forgetForm(): Promise<void> {
  const table = openTable({ name: spec.name });
  const command = new UpdateCommand({
    TableName: table.name,
    Key: { ...pointerKey(workspaceKey("acme")) },
    UpdateExpression: "REMOVE #p.derivation",
    ExpressionAttributeNames: { "#p": "pointer" },
  });
  await table.client.send(command);
  table.client.destroy();
}
