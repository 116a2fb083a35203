import { mkdtempSync, readdirSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MailView } from "#infra/local/mailbox/mail-view.ts";
import { good, onboarding, publish, type Answer, type Call } from "./automation-world.ts";
import { startProduct, type Product } from "./product-process.ts";

/** Fewer on a busy machine: `TESSERA_PEOPLE=40`. */
const PEOPLE = Number(process.env["TESSERA_PEOPLE"] ?? 200);
/** Mails that may be on their way when the process dies: the calls that the sending function makes at once. */
const UNDER_WAY = 5;
/** For a machine that does much else: with the processor to itself it takes less than a minute. */
const LONG = 300_000;

const dataDir = mkdtempSync(join(tmpdir(), "tessera-crash-"));
let product: Product;
let marketer: Call;
let ids: readonly string[];

const addressOf = (at: number) => `person${at}@crash.test`;

async function start(): Promise<void> {
  product = await startProduct(dataDir);
  marketer = await product.as("marketer@acme.test");
}

async function mails(): Promise<readonly MailView[]> {
  const answer = await fetch(`${product.origin}/_local/mail`);
  return (await answer.json()) as MailView[];
}

const folder = join(dataDir, "mail");

function lettersKept(): number {
  return readdirSync(folder).filter((name) => name.endsWith(".eml")).length;
}

/** Resolves when so many mails have left in all; each is a file of the mailbox. */
async function mailsOut(count: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const watcher = watch(folder, check);
    function check(): void {
      if (lettersKept() < count) return;
      watcher.close();
      resolve();
    }
    check();
  });
}

async function advance(duration: string): Promise<Response> {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ advance: duration });
  return fetch(`${product.origin}/_local/clock`, { method: "POST", headers, body });
}

async function allRuns(): Promise<readonly Answer[]> {
  const runs: Answer[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await good(marketer(`GET /journeys/onboarding/runs?limit=100${query}`));
    runs.push(...page.items);
    ({ cursor } = page);
  }
  return runs;
}

const welcome = /欢迎/;

beforeAll(async () => {
  await start();
  const admin = await product.as("admin@acme.test");
  await publish(admin, [{ kind: "journey", body: onboarding }]);
  const operations = Array.from({ length: PEOPLE }, (_, at) => ({
    op: "create",
    values: { name: `Person ${at}`, email: addressOf(at) },
  }));
  const bulk = await good(marketer("POST /objects/contact/bulk", { operations }));
  ids = (bulk["results"] as readonly Answer[]).map((one) => one.id);
}, LONG);

afterAll(async () => {
  await product.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe("the process dies in the middle of a hundred journeys", () => {
  it(
    "goes on after the next start: every run ends, no mail leaves twice, no record is lost",
    async () => {
      const enrolled = await marketer("POST /journeys/onboarding:enroll", { recordIds: ids });
      expect(enrolled).toMatchObject({ status: 202, body: { enrolled: PEOPLE, skipped: 0 } });
      await mailsOut(Math.floor(PEOPLE * 0.3));
      await product.kill();
      expect(lettersKept()).toBeLessThan(PEOPLE);
      await start();
      await advance("P3DT2H");

      const runs = await allRuns();
      expect(runs.map((one) => one.status)).toEqual(Array.from({ length: PEOPLE }, () => "done"));
      const found = await good(
        marketer("POST /objects/contact/query", {
          filter: { field: "email", op: "contains", value: "@crash.test" },
          limit: 200,
        }),
      );
      expect(found.items.map((one) => one.id).sort()).toEqual([...ids].sort());
      const missing = await notSent();
      expect(missing.length).toBeLessThanOrEqual(UNDER_WAY);
      for (const one of missing) expect(await fateOf(one)).toEqual("unknown");
    },
    LONG,
  );
});

/** Which person did not get which mail; throws when somebody got one twice. */
async function notSent(): Promise<readonly { readonly id: string; readonly template: string }[]> {
  const times = new Map<string, number>();
  for (const { to, subject } of await mails()) {
    const template = welcome.test(subject) ? "welcome" : "case_study";
    const key = `${to.join()} ${template}`;
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  expect([...times].filter(([, count]) => count > 1)).toEqual([]);
  return ids.flatMap((id, at) =>
    ["welcome", "case_study"]
      .filter((template) => !times.has(`${addressOf(at)} ${template}`))
      .map((template) => ({ id, template })),
  );
}

async function fateOf({ id, template }: { readonly id: string; readonly template: string }) {
  const timeline = await good(marketer(`GET /objects/contact/records/${id}/timeline`));
  const details = timeline.items.map((one) => one["details"] as Record<string, unknown> | undefined);
  return details.find((one) => one?.["template"] === template)?.["state"];
}
