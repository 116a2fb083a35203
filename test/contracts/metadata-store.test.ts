import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MetadataDocument } from "#engine";
import { createIdempotencyStore } from "#functions/adapters/dynamodb/idempotency-store.ts";
import { createJobStore } from "#functions/adapters/dynamodb/job-store.ts";
import { createMetadataStore } from "#functions/adapters/dynamodb/metadata-store.ts";
import type { Job } from "#functions/ports/job-store.ts";
import type { DraftDocument, MetadataPointer, MetadataStore } from "#functions/ports/metadata-store.ts";
import { anObject } from "#test/builders/model.ts";
import { aTable, type TestTable } from "#test/builders/table.ts";
import { engineKinds } from "./engines.ts";

const at = "2025-03-01T00:00:00.000Z";

describe.each(engineKinds)("metadata, jobs and idempotency on the %s engine", (kind) => {
  let testTable: TestTable;
  let store: MetadataStore;
  beforeAll(async () => {
    testTable = await aTable(kind);
    store = createMetadataStore(testTable.table);
  });
  afterAll(() => testTable.stop());

  const settings = (id: string) => ({
    id,
    name: "Acme",
    timeZone: "Asia/Shanghai",
    locale: "zh-CN" as const,
    currency: "CNY",
  });
  const draft = (apiName: string, revision: number): DraftDocument => ({
    kind: "object",
    apiName,
    body: anObject(apiName),
    revision,
    updatedAt: at,
    updatedBy: "u1",
  });
  const documentOf = (apiName: string): MetadataDocument => ({
    kind: "object",
    id: `o_${apiName}`,
    apiName,
    body: anObject(apiName, [], { description: { "zh-CN": "很长".repeat(250), en: "long" } }),
  });
  const publication = (
    expected: MetadataPointer,
    documents: readonly MetadataDocument[],
    drafts: readonly DraftDocument[],
  ) => ({
    expected,
    next: { ...expected, version: expected.version + 1, revision: expected.revision + 1 },
    entry: { version: expected.version + 1, publishedAt: at, publishedBy: "u1", note: "", changes: 1 },
    documents,
    published: drafts,
    jobs: [],
  });
  const pointerOf = async (workspace: string): Promise<MetadataPointer> => {
    const pointer = await store.pointer(workspace);
    if (!pointer) throw new Error("no workspace");
    return pointer;
  };

  it("starts a workspace once", async () => {
    expect(await store.pointer("first")).toBeNull();
    await store.createWorkspace(settings("first"));
    await store.createWorkspace({ ...settings("first"), name: "Other" });
    expect(await pointerOf("first")).toEqual({
      version: 0,
      revision: 1,
      settings: settings("first"),
      indexes: {},
    });
  });

  it("keeps a working copy under its revision, also a large one", async () => {
    const large = { ...draft("visit", 2), body: { text: "字".repeat(300_000) } };
    expect(await store.saveDraft("drafts", draft("visit", 1), 0)).toBe(true);
    expect(await store.saveDraft("drafts", draft("visit", 1), 0)).toBe(false);
    expect(await store.saveDraft("drafts", large, 7)).toBe(false);
    expect(await store.saveDraft("drafts", large, 1)).toBe(true);
    expect(await store.draft("drafts")).toEqual([large]);
    await store.discardDraft("drafts", "object", "visit");
    expect(await store.draft("drafts")).toEqual([]);
  });

  it("publishes a large version at once, lets one of racing publishers win, and removes what was published", async () => {
    await store.createWorkspace(settings("publish"));
    await store.saveDraft("publish", draft("visit", 1), 0);
    await store.saveDraft("publish", draft("other", 1), 0);
    const pointer = await pointerOf("publish");
    const documents = Array.from({ length: 500 }, (_, nth) => documentOf(`object${nth}`));
    const outcomes = await Promise.all(
      [documents, documents.slice(1), documents.slice(2)].map((list) =>
        store.publish("publish", publication(pointer, list, [draft("visit", 1)])),
      ),
    );
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    const winner = [documents, documents.slice(1), documents.slice(2)][outcomes.indexOf(true)];
    expect(await store.documents("publish", 1)).toEqual(winner);
    expect((await store.draft("publish")).map((one) => one.apiName)).toEqual(["other"]);
    expect((await store.versions("publish", 10)).map((one) => one.version)).toEqual([1]);
  });

  it("does not publish over a working copy that moved, or remove it", async () => {
    await store.createWorkspace(settings("moved"));
    await store.saveDraft("moved", draft("visit", 1), 0);
    await store.saveDraft("moved", draft("visit", 2), 1);
    const pointer = await pointerOf("moved");
    expect(await store.publish("moved", publication(pointer, [], [draft("visit", 1)]))).toBe(false);
    expect((await pointerOf("moved")).version).toBe(0);
    expect(await store.draft("moved")).toHaveLength(1);
  });

  it("saves a job only over the revision before", async () => {
    const jobs = createJobStore(testTable.table);
    const job: Job = {
      id: "J1",
      kind: "import",
      state: "queued",
      progress: 0,
      counts: {},
      errors: [],
      input: { file: "a" },
      cursor: null,
      createdAt: at,
      createdBy: "u1",
      updatedAt: at,
      revision: 1,
    };
    await jobs.create("acme", job);
    const next = { ...job, state: "running" as const, revision: 2 };
    expect(await jobs.save("acme", next)).toBe(true);
    expect(await jobs.save("acme", next)).toBe(false);
    expect(await jobs.get("acme", "J1")).toEqual(next);
    expect(await jobs.list("acme", 5)).toEqual([next]);
    expect(await jobs.get("globex", "J1")).toBeNull();
  });

  it("gives the first answer again under the same key, and knows another body", async () => {
    const answers = createIdempotencyStore(testTable.table);
    const claim = { key: "k1", fingerprint: "a", now: new Date(at) };
    expect(await answers.begin("acme", claim)).toEqual({ state: "claimed" });
    expect(await answers.begin("acme", claim)).toEqual({ state: "inProgress" });
    expect(await answers.begin("acme", { ...claim, fingerprint: "b" })).toEqual({ state: "otherBody" });
    const answer = { status: 201, headers: { etag: "1" }, body: "{}" };
    await answers.finish("acme", "k1", answer);
    await answers.release("acme", "k1");
    expect(await answers.begin("acme", claim)).toEqual({ state: "done", answer });
    expect(await answers.begin("globex", claim)).toEqual({ state: "claimed" });
    await answers.release("globex", "k1");
    expect(await answers.begin("globex", claim)).toEqual({ state: "claimed" });
    const later = { ...claim, fingerprint: "b", now: new Date("2025-03-03T00:00:00.000Z") };
    expect(await answers.begin("acme", later)).toEqual({ state: "claimed" });
  });
});
