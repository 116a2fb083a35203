import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type ApiUnderTest } from "./api-under-test.ts";
import { ChangeWorld, crashingAt, field, thing, type FieldBody, type ObjectBody } from "./change-world.ts";

/** Sequences per run, and their seed; more on demand: `TESSERA_SEQUENCES=100 TESSERA_SEED=7`. */
const SEQUENCES = Number(process.env["TESSERA_SEQUENCES"] ?? 2);
const SEED = Number(process.env["TESSERA_SEED"] ?? 1);
const LONG = 600_000;

let api: ApiUnderTest;
let world: ChangeWorld;

beforeAll(async () => {
  api = await startApi();
  world = new ChangeWorld(api, 4);
}, LONG);
afterAll(() => api.stop());

const toggled = (name: string, flag: string) => (body: ObjectBody) =>
  each(body, name, (one) => ({ ...one, [flag]: one[flag] !== true }));

function each(body: ObjectBody, name: string, change: (one: FieldBody) => FieldBody): ObjectBody {
  return { ...body, fields: body.fields.map((one) => (one.apiName === name ? change(one) : one)) };
}

/** The changes an admin makes; each takes what is published now and says what shall be. */
const edits: Readonly<Record<string, (body: ObjectBody, at: number) => ObjectBody>> = {
  "unique on or off": toggled("code", "unique"),
  "index on or off": toggled("amount", "indexed"),
  "second index on or off": toggled("code", "indexed"),
  "search on or off": toggled("notes", "searchable"),
  "required on or off": toggled("notes", "required"),
  "a field more": (body, at) => ({ ...body, fields: [...body.fields, field(`extra_${at}`)] }),
  "a field less": (body) => {
    const last = body.fields.findLast((one) => one.apiName.startsWith("extra_"));
    return { ...body, fields: body.fields.filter((one) => one !== last) };
  },
  "another name": (body, at) =>
    each(body, body.fields.findLast((one) => one.apiName.startsWith("extra_"))?.apiName ?? "", (one) => ({
      ...one,
      apiName: `extra_r${at}`,
    })),
  "another type": (body) =>
    each(body, "amount", (one) => ({
      ...one,
      type: one.type === "number" ? "text" : "number",
      settings: {},
    })),
  "an option more": (body, at) =>
    each(body, "stage", (one) => {
      const settings = one["settings"] as { readonly options: readonly object[] };
      const value = `o${at}`;
      const option = { value, label: { "zh-CN": value, en: value } };
      return { ...one, settings: { ...settings, options: [...settings.options, option] } };
    }),
};

const move = fc.record({
  edit: fc.constantFrom(...Object.keys(edits), "roll back"),
  /** Which call to the table the publish dies at; beyond the last: none. */
  publishDiesAt: fc.integer({ min: 1, max: 14 }),
  /** Which call to the table the job dies at, and whether it took place; beyond the last: none. */
  crashAt: fc.integer({ min: 1, max: 60 }),
  after: fc.boolean(),
  writes: fc.array(
    fc.record({
      kind: fc.constantFrom("create", "update", "delete"),
      code: fc.integer({ min: 1, max: 6 }),
      which: fc.nat(30),
    }),
    { minLength: 2, maxLength: 5 },
  ),
});
type Move = typeof move extends fc.Arbitrary<infer Value> ? Value : never;

async function write({ kind, code, which }: Move["writes"][number], at: number): Promise<void> {
  const list = await world.admin.post("/objects/thing/query", { limit: 30 });
  const target = list.body.items[which % Math.max(1, list.body.items.length)];
  const values = { code: `K${code}`, notes: `note ${at} 备注`, stage: code > 3 ? "won" : "new" };
  const path = `/objects/thing/records/${target?.id}`;
  const answer =
    kind === "create" || !target
      ? await world.admin.post("/objects/thing/records", { values: { name: `N${at}`, ...values } })
      : kind === "update"
        ? await world.admin.patch(path, { values }, "*")
        : await world.admin.send("DELETE", path, { headers: { "if-match": "*" } });
  expect(answer.status).toBeLessThan(500);
}

async function change({ edit, publishDiesAt, after }: Move, at: number): Promise<void> {
  world.dieAt = { call: publishDiesAt, after };
  if (edit !== "roll back") {
    await world.publish(edits[edit]?.(await world.definition(), at) ?? (await world.definition()));
    return;
  }
  const { body } = await world.admin.get("/metadata/versions?limit=20");
  const version = body.items[(at * 7) % body.items.length]?.version ?? 1;
  const answer = await world.admin.post("/metadata/rollback", { version });
  expect(answer.status).toBeLessThan(500);
  world.fresh();
}

/** The process of the jobs dies at a call; the next delivery finds what it left. */
async function runAndDie({ crashAt, after }: Move): Promise<void> {
  const dying = crashingAt(world.ports, crashAt, after);
  for (const job of await world.openJobs()) await world.run(job, dying).catch(() => undefined);
}

describe("metadata changes under writes and crashes", () => {
  it(
    "P6, P12, P14: whatever is changed, and wherever a publish or a job dies, everything agrees again",
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(move, { minLength: 4, maxLength: 6 }), async (moves) => {
          if (await isNew()) expect(await world.publish(thing)).toBe(true);
          for (const [at, one] of moves.entries()) {
            for (const [which, record] of one.writes.entries()) await write(record, at * 10 + which);
            await change(one, at);
            await Promise.all([
              runAndDie(one),
              ...one.writes.map((record, which) => write(record, at * 10 + which)),
            ]);
          }
          await world.runAll();
          expect(await world.findings()).toEqual([]);
        }),
        { numRuns: SEQUENCES, seed: SEED, endOnFailure: true },
      );
    },
    LONG,
  );
});

async function isNew(): Promise<boolean> {
  return (await world.admin.get("/objects/thing/schema")).status === 404;
}
