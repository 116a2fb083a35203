import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { good, type Answer, type Call } from "./automation-world.ts";
import { startProduct, type Product } from "./product-process.ts";

const RECORDS = 150;
const LONG = 300_000;

const dataDir = mkdtempSync(join(tmpdir(), "tessera-backfill-crash-"));
let product: Product;
let admin: Call;

async function start(): Promise<void> {
  product = await startProduct(dataDir);
  admin = await product.as("admin@acme.test");
}

beforeAll(async () => {
  await start();
  const operations = Array.from({ length: RECORDS }, (_, at) => ({
    op: "create",
    values: { name: `Person ${at}`, email: `person${at}@crash.test` },
  }));
  await good(admin("POST /objects/contact/bulk", { operations }));
}, LONG);

afterAll(async () => {
  await product.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Asks again and again until a job is as it should be. */
async function jobUntil(id: string, isSo: (job: Answer) => boolean): Promise<Answer> {
  for (;;) {
    const job = await good(admin(`GET /jobs/${id}`));
    if (isSo(job)) return job;
  }
}

const hasEnded = (job: Answer): boolean => ["done", "failed", "cancelled"].includes(String(job["state"]));

/** What a check counts once everything written before has been derived; until then counters may lag. */
async function verified(): Promise<Readonly<Record<string, number>>> {
  for (;;) {
    const check = await good(admin("POST /verify", {}));
    const ended = await jobUntil(check.id, hasEnded);
    const counts = ended["counts"] as Readonly<Record<string, number>>;
    expect(ended["state"]).toBe("done");
    if (counts["pending"] === 0) return counts;
  }
}

it(
  "2.1: a backfill goes on after the process died between an item and its cursor, and everything agrees",
  async () => {
    const metadata = await good(admin("GET /metadata"));
    const documents = metadata["documents"] as readonly {
      readonly kind: string;
      readonly apiName: string;
      readonly body: { readonly fields: readonly { readonly apiName: string }[] };
    }[];
    const contact = documents.find((one) => one.kind === "object" && one.apiName === "contact")?.body;
    const fields = (contact?.fields ?? []).map((one) =>
      one.apiName === "email" ? { ...one, indexed: true } : one,
    );
    await good(admin("PUT /metadata/draft/object/contact", { ...contact, fields }));
    const plan = await good(admin("POST /metadata/plan", {}));
    await good(admin("POST /metadata/publish", { plan: plan.id }));
    const jobs = await good(admin("GET /jobs?limit=1"));
    const id = jobs.items[0]?.id ?? "";
    await jobUntil(id, (job) => job["state"] === "running" || hasEnded(job));
    await product.kill();
    await start();
    expect(await jobUntil(id, hasEnded)).toMatchObject({ kind: "index-build", state: "done", progress: 1 });
    expect(await verified()).toMatchObject({ findings: 0, records: expect.any(Number) });
    expect((await good(admin("GET /jobs?limit=5"))).items.map((one) => one["state"])).not.toContain("failed");
  },
  LONG,
);
