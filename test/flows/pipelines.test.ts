import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Local } from "#infra/local/start.ts";
import {
  callerOf,
  created,
  DAY,
  good,
  publish,
  SECOND,
  startWorld,
  type Answer,
  type Call,
} from "./automation-world.ts";
import { forced, offer, pipeline, pushed, stages } from "./pipelines-world.ts";

const MINUTE = 60 * SECOND;

let local: Local;
let admin: Call;
let sales: Call;

beforeAll(async () => {
  local = await startWorld();
  [admin, sales] = await Promise.all([
    callerOf(local, "admin@acme.test"),
    callerOf(local, "sales1@acme.test"),
  ]);
  await publish(admin, [
    { kind: "object", body: offer },
    { kind: "pipeline", body: pipeline },
  ]);
  await publish(admin, [
    { kind: "workflow", body: pushed },
    { kind: "workflow", body: forced },
  ]);
  await local.advance(5 * SECOND);
});
afterAll(() => local.stop());

const codesOf = (body: Answer) => (body["errors"] as { code: string }[] | undefined)?.map((one) => one.code);
const pathOf = (record: Answer) => `/objects/offer/records/${record.id}`;
const reread = (record: Answer) => good(sales(`GET ${pathOf(record)}`));
const move = (record: Answer, name: string, body: object = {}) =>
  sales(`POST ${pathOf(record)}/transitions/${name}`, body, { match: "*" });

describe("a strict pipeline on every surface", () => {
  let record: Answer;
  beforeAll(async () => {
    record = await created(sales, "offer", { name: "strict", amount: 10 });
  });

  it("a new record is in the first stage", () => {
    expect(record.values).toMatchObject({ state: "draft" });
    expect(record["stageEnteredAt"]).toBe(record["createdAt"]);
  });

  it("PATCH is refused with the transitions that there are", async () => {
    const { status, body } = await sales(
      `PATCH ${pathOf(record)}`,
      { values: { state: "signed" } },
      { match: "*" },
    );
    expect([status, codesOf(body)]).toEqual([422, ["transition_not_allowed"]]);
  });

  it("bulk is refused, and goes through with a transition named", async () => {
    const update = { op: "update", id: record.id, values: { state: "review" } };
    const plain = await good(sales("POST /objects/offer/bulk", { operations: [update] }));
    expect(plain).toMatchObject({ results: [{ status: 422 }] });
    const other = await created(sales, "offer", { name: "bulk" });
    const named = { op: "update", id: other.id, values: {}, transition: { name: "ask" } };
    const done = await good(sales("POST /objects/offer/bulk", { operations: [named] }));
    expect(done).toMatchObject({ results: [{ status: 200 }] });
  });

  it("an import row that changes the stage fails alone", async () => {
    const mapping = [
      { column: "名称", object: "offer", field: "name" },
      { column: "状态", object: "offer", field: "state" },
    ];
    const file = {
      name: "a.csv",
      text: "名称,状态\nstrict,signed\nimported,sent\n",
      object: "offer",
      mapping,
    };
    const started = await good(admin("POST /imports", { files: [file], dryRun: false }));
    await local.drain();
    const seen = await good(admin(`GET /imports/${started.id}`));
    expect(seen["files"]).toMatchObject([
      { created: 1, failed: 1, problems: [{ row: 1, code: "transition_not_allowed" }] },
    ]);
    expect((await reread(record)).values).toMatchObject({ state: "draft" });
  });

  it("a workflow that names no transition fails; one that does moves the record", async () => {
    await sales(`PATCH ${pathOf(record)}`, { values: { note: "force" } }, { match: "*" });
    await local.drain();
    const runs = await good(admin("GET /workflows/force/runs"));
    expect(runs.items).toMatchObject([{ status: "failed", reason: "transition_not_allowed" }]);
    await sales(`PATCH ${pathOf(record)}`, { values: { note: "push" } }, { match: "*" });
    await local.drain();
    expect((await reread(record)).values).toMatchObject({ state: "review" });
  });

  it("a workflow that names a transition which is not there is not published", async () => {
    const [trigger] = pushed.nodes;
    const step = { apiName: "move", type: "update-record", settings: { values: {}, transition: "nowhere" } };
    const body = { ...pushed, nodes: [trigger, step] };
    const saved = await admin("PUT /metadata/draft/workflow/push", body);
    expect(saved.status).toBe(200);
    const { refused } = await good(admin("POST /metadata/plan", {}));
    expect(refused).toMatchObject([
      { code: "unknown_reference", pointer: "/workflow/push/nodes/1/settings/transition" },
    ]);
    await admin("DELETE /metadata/draft/workflow/push?discard=true");
  });
});

describe("a move through a transition", () => {
  let record: Answer;
  beforeAll(async () => {
    record = await created(sales, "offer", { name: "moved" });
    await good(move(record, "ask"));
  });

  it("asks for If-Match", async () => {
    expect((await sales(`POST ${pathOf(record)}/transitions/send`, {})).status).toBe(428);
  });

  it("is offered with what closes it, in the caller's language", async () => {
    const offered = await good(sales(`GET ${pathOf(record)}/transitions`));
    expect(offered).toMatchObject({ pipeline: "offers", strict: true, stage: "review", free: [] });
    expect(offered["moves"]).toMatchObject([
      {
        ...{ name: "send", open: false, requiredFields: ["note"] },
        reasons: [{ code: "transition_condition", message: "金额须大于零。" }],
      },
      { name: "give_up", open: true, requiredFields: ["reason"] },
    ]);
    expect(Date.parse(String(offered["agingFrom"])) - Date.parse(String(offered["stageEnteredAt"]))).toBe(
      2 * DAY,
    );
  });

  it("says everything that is missing and changes nothing", async () => {
    const refused = await move(record, "send", { values: { amount: 0 } });
    expect([refused.status, codesOf(refused.body)]).toEqual([
      422,
      ["transition_condition", "required_in_transition", "checklist_incomplete"],
    ]);
    expect((await move(record, "nothing")).status).toBe(404);
    expect((await move(record, "sign")).status).toBe(422);
    for (const body of [{ values: [] }, { checklist: { proofread: "yes" } }, { comment: 5 }, { more: 1 }])
      expect((await move(record, "send", body)).status).toBe(422);
    expect((await reread(record)).values).toMatchObject({ state: "review", amount: null });
  });

  it("takes values, checklist and comment, sets values, and stands in the timeline", async () => {
    const body = { values: { amount: 20, note: "hello" }, checklist: { proofread: true }, comment: "完成" };
    const moved = await good(move(record, "send", body));
    expect(moved.values).toMatchObject({ state: "sent", note: "sent: hello" });
    await local.drain();
    const timeline = await good(sales(`GET ${pathOf(record)}/timeline`));
    expect(timeline.items[0]).toMatchObject({
      kind: "updated",
      move: { transition: "send", from: "review", to: "sent", checklist: ["proofread"], comment: "完成" },
    });
  });

  it("needs the transition's role, and a reason when lost", async () => {
    const refused = await move(record, "sign");
    expect([refused.status, refused.body["code"]]).toEqual([403, "transition_not_allowed"]);
    const lost = await move(record, "give_up");
    expect(codesOf(lost.body)).toEqual(["loss_reason_required"]);
  });

  it("since when a record is in its stage can be asked for", async () => {
    const tomorrow = new Date(local.clock.milliseconds() + DAY).toISOString();
    const ask = (op: string) => ({
      filter: {
        and: [
          { field: "stageEnteredAt", op, value: tomorrow },
          { field: "state", op: "eq", value: "sent" },
        ],
      },
      fields: ["name", "stageEnteredAt"],
    });
    const none = await good(sales("POST /objects/offer/query", ask("gt")));
    expect(none.items).toEqual([]);
    const found = await good(sales("POST /objects/offer/query", ask("lt")));
    expect(found.items.find((one) => one.id === record.id)?.values).toMatchObject({
      stageEnteredAt: (await reread(record))["stageEnteredAt"],
    });
  });
});

describe("a transition that happens by itself", () => {
  it("moves the record when due, once, and not while its condition does not hold", async () => {
    const cheap = await created(sales, "offer", { name: "cheap", state: "sent", amount: 10 });
    const dear = await created(sales, "offer", { name: "dear", state: "sent", amount: 5000 });
    await local.drain();
    await local.advance(3 * DAY - 5 * MINUTE);
    expect((await reread(cheap)).values).toMatchObject({ state: "sent" });
    await local.advance(10 * MINUTE);
    expect((await reread(cheap)).values).toMatchObject({ state: "draft" });
    expect((await reread(dear)).values).toMatchObject({ state: "sent" });
    const timeline = await good(sales(`GET ${pathOf(cheap)}/timeline`));
    expect(timeline.items[0]).toMatchObject({
      actor: { kind: "system" },
      move: { transition: "expire", from: "sent", to: "draft" },
    });
    // The condition holds at last, long after the time: the record is moved with that change.
    await good(sales(`PATCH ${pathOf(dear)}`, { values: { amount: 5 } }, { match: "*" }));
    await local.drain();
    expect((await reread(dear)).values).toMatchObject({ state: "draft" });
    const { version } = (await reread(cheap)) as unknown as { version: number };
    await local.advance(4 * DAY);
    expect(await reread(cheap)).toMatchObject({ version });
  });

  it("waits anew when the record left the stage and came back", async () => {
    const record = await created(sales, "offer", { name: "again", state: "sent", amount: 10, reason: "x" });
    await local.drain();
    await local.advance(2 * DAY);
    await good(move(record, "give_up"));
    await local.drain();
    await local.advance(2 * DAY);
    expect((await reread(record)).values).toMatchObject({ state: "lost" });
  });
});

describe("publishing a pipeline", () => {
  const planned = async (body: object) => {
    await good(admin("PUT /metadata/draft/pipeline/offers", { ...pipeline, ...body }));
    const plan = await good(admin("POST /metadata/plan", {}));
    await admin("DELETE /metadata/draft/pipeline/offers?discard=true");
    return (plan["refused"] as { code: string; pointer: string }[]).map((one) => [one.code, one.pointer]);
  };

  it("refuses what cannot work, with its place", async () => {
    const at = (place: string) => `/pipeline/offers${place}`;
    const one = (more: object) => ({ strict: false, transitions: [{ ...pipeline.transitions[0], ...more }] });
    expect(await planned({ transitions: pipeline.transitions.slice(0, 1) })).toEqual([
      ["unreachable_stage", at("/stages/2/option")],
      ["unreachable_stage", at("/stages/3/option")],
      ["unreachable_stage", at("/stages/4/option")],
    ]);
    expect(await planned({ stages: [...stages, stages[0]] })).toEqual([
      ["duplicate_stage", at("/stages/5/option")],
    ]);
    expect(
      await planned({
        stages: stages.slice(1),
        strict: false,
        transitions: pipeline.transitions.slice(0, 1),
      }),
    ).toEqual([["stage_not_in_pipeline", at("/transitions/0/from/0")]]);
    expect(await planned(one({ from: ["review", "draft"] }))).toEqual([
      ["transition_to_itself", at("/transitions/0/to")],
    ]);
    expect(await planned(one({ automaticAfter: "PT5M" }))).toEqual([
      ["too_short", at("/transitions/0/automaticAfter")],
    ]);
    expect((await planned(one({ condition: "record.nothing > 1" })))[0]?.[1]).toBe(
      at("/transitions/0/condition"),
    );
    expect(await planned(one({ set: { state: '"sent"' } }))).toEqual([
      ["read_only", at("/transitions/0/set/state")],
    ]);
  });

  it("takes a second pipeline of the same stage field", async () => {
    const second = {
      ...pipeline,
      apiName: "offers_short",
      strict: false,
      transitions: [],
      stages: stages.slice(0, 2),
    };
    await publish(admin, [{ kind: "pipeline", body: second }]);
  });
});
