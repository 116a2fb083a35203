import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Local } from "#infra/local/start.ts";
import {
  callerOf,
  created,
  DAY,
  followUp,
  good,
  onboarding,
  publish,
  SECOND,
  startWorld,
  visit,
  type Answer,
  type Call,
} from "./automation-world.ts";

let local: Local;
let admin: Call;
let sales: Call;
let marketer: Call;

beforeAll(async () => {
  local = await startWorld();
  [admin, sales, marketer] = await Promise.all([
    callerOf(local, "admin@acme.test"),
    callerOf(local, "sales1@acme.test"),
    callerOf(local, "marketer@acme.test"),
  ]);
  await publish(admin, [{ kind: "object", body: visit }]);
  await publish(admin, [
    { kind: "workflow", body: followUp },
    { kind: "journey", body: onboarding },
  ]);
  // Every function reads the published version again after two seconds.
  await local.advance(5 * SECOND);
});
afterAll(() => local.stop());

const mailsTo = (address: string) => local.mails.list().filter((one) => one.to.includes(address));

describe("a workflow on a change of a record", () => {
  let saved: Answer;
  let etag: string;

  beforeAll(async () => {
    const account = await created(sales, "account", { name: "晨光科技" });
    await created(sales, "contact", { name: "林", email: "lin@chenguang.test", account: account.id });
    saved = await created(sales, "visit", { subject: "初次拜访", account: account.id, result: "none" });
    await local.drain();
  });

  it("does nothing before the condition becomes true", async () => {
    const runs = await good(admin("GET /workflows/follow_up/runs"));
    expect(runs.items).toEqual([]);
  });

  it("creates the task for the owner and mails the account's contact", async () => {
    const path = `/objects/visit/records/${saved.id}`;
    const changed = await sales(`PATCH ${path}`, { values: { result: "interested" } }, { match: "*" });
    expect(changed.status).toBe(200);
    ({ etag } = changed);
    await local.drain();
    const tasks = await good(
      sales("POST /objects/task/query", { filter: { field: "status", op: "eq", value: "open" } }),
    );
    const today = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" });
    const due = today.format(new Date(local.clock.milliseconds() + 2 * DAY));
    expect(tasks.items).toMatchObject([
      { owner: "acme-sales1", values: { subject: "跟进：初次拜访", due_date: due, status: "open" } },
    ]);
    expect(mailsTo("lin@chenguang.test")).toHaveLength(1);
  });

  it("shows each step of the run with its input", async () => {
    const runs = await good(admin("GET /workflows/follow_up/runs"));
    expect(runs.items).toMatchObject([
      { status: "done", kind: "workflow", record: { object: "visit", name: "初次拜访" } },
    ]);
    const run = await good(admin(`GET /runs/${runs.items[0]?.id ?? ""}`));
    expect(run.steps.map((one) => [one.step, one.status])).toEqual([
      ["saved", "done"],
      ["task", "done"],
      ["thanks", "done"],
    ]);
    expect(run.steps[1]?.input.record?.values).toMatchObject({ subject: "初次拜访", result: "interested" });
  });

  it("starts no second run when the record is saved again without becoming", async () => {
    const path = `/objects/visit/records/${saved.id}`;
    const again = await sales(`PATCH ${path}`, { values: { notes: "续" } }, { match: etag });
    expect(again.status).toBe(200);
    await local.drain();
    const runs = await good(admin(`GET /workflows/follow_up/runs?record=${saved.id}`));
    expect(runs.items).toHaveLength(1);
    expect(mailsTo("lin@chenguang.test")).toHaveLength(1);
  });

  it("appears on the timelines of the records concerned", async () => {
    const timeline = await good(sales(`GET /objects/visit/records/${saved.id}/timeline`));
    expect(timeline.items.map((one) => one["kind"])).toContain("run");
    const contacts = await good(sales("POST /objects/contact/query", {}));
    const contact = contacts.items.find((one) => one.values["email"] === "lin@chenguang.test");
    const theirs = await good(sales(`GET /objects/contact/records/${contact?.id ?? ""}/timeline`));
    const mail = theirs.items.find((one) => one["kind"] === "mail");
    expect(mail?.["details"]).toMatchObject({ template: "visit_thanks", state: "sent" });
  });
});

describe("a mail journey", () => {
  const people = ["clicks", "leaves", "ignores"];
  const ids = new Map<string, string>();
  const addressOf = (name: string) => `${name}@journey.test`;

  beforeAll(async () => {
    for (const name of people) {
      const contact = await created(sales, "contact", { name, email: addressOf(name) });
      ids.set(name, contact.id);
    }
    await local.drain();
  });

  it("takes in who is named, and counts who is not there or inside already", async () => {
    const recordIds = [...ids.values(), "01ARZ3NDEKTSV4RRFFQ69G5FAV"];
    const first = await marketer("POST /journeys/onboarding:enroll", { recordIds });
    expect(first).toMatchObject({
      status: 202,
      body: { enrolled: 3, skipped: 1, unknown: 1, ineligible: 0 },
    });
    await local.drain();
    const second = await good(marketer("POST /journeys/onboarding:enroll", { recordIds }));
    expect(second).toMatchObject({ enrolled: 0, skipped: 4, unknown: 1, ineligible: 3 });
    for (const name of people) expect(mailsTo(addressOf(name))).toHaveLength(1);
  });

  it("ends at once for who unsubscribes by one click", async () => {
    const [mail] = mailsTo(addressOf("leaves"));
    const headers = { "content-type": "application/json" };
    const url = `${local.origin}/_local/mail/${mail?.id ?? ""}:unsubscribe`;
    const answer = await fetch(url, { method: "POST", headers, body: "{}" });
    expect(await answer.json()).toMatchObject({ done: "unsubscribe", status: 200 });
    await local.drain();
    const runs = await good(marketer(`GET /journeys/onboarding/runs?record=${ids.get("leaves") ?? ""}`));
    expect(runs.items).toMatchObject([{ status: "exited", reason: "unsubscribed" }]);
  });

  it("goes on after the wait: one mail more for the others, and the owner hears of the click", async () => {
    const [mail] = mailsTo(addressOf("clicks"));
    const url = `${local.origin}/_local/mail/${mail?.id ?? ""}:click`;
    const clicked = await fetch(url, { method: "POST", body: "{}" });
    expect(await clicked.json()).toMatchObject({ done: "click", location: "https://example.com/start" });
    await local.drain();
    await local.advance(3 * DAY + 60 * SECOND);
    expect(mailsTo(addressOf("clicks"))).toHaveLength(2);
    expect(mailsTo(addressOf("ignores"))).toHaveLength(2);
    expect(mailsTo(addressOf("leaves"))).toHaveLength(1);
    const told = await good(sales("GET /notifications"));
    expect(told).toMatchObject({ unread: 1, items: [{ message: { en: "clicks clicked" }, read: false }] });
    const runs = await good(marketer("GET /journeys/onboarding/runs"));
    expect(runs.items.map((one) => one.status).sort()).toEqual(["done", "done", "exited"]);
  });
});
