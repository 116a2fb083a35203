import { describe, expect, it } from "vitest";
import { simulate, type Outcome } from "./simulate.ts";

/** More for a longer search: `TESSERA_SEEDS=5000 npx vitest run --project simulation`. */
const SEEDS = Number(process.env["TESSERA_SEEDS"] ?? 300);
const GROUP = 50;

describe("the automation core in a storm of crashes, errors, duplicates and reordering", () => {
  for (let first = 1; first <= SEEDS; first += GROUP) {
    it(`keeps its promises, seeds ${first} to ${first + GROUP - 1}`, async () => {
      const broken: string[] = [];
      for (let seed = first; seed < first + GROUP; seed += 1) {
        const outcome = await simulate(seed);
        broken.push(...brokenPromises(outcome).map((promise) => `seed ${seed}: ${promise}`));
      }
      expect(broken).toEqual([]);
    });
  }

  it("is decided by its seed alone", async () => {
    const [first, second, other] = [await simulate(7), await simulate(7), await simulate(8)];
    expect(first.digest).toBe(second.digest);
    expect(first.digest).not.toBe(other.digest);
  });

  it("is a storm: over some seeds everything it is about does happen", async () => {
    const missing = new Set(happenings);
    for (let seed = 1; missing.size > 0 && seed <= SEEDS; seed += 1) {
      const { world } = await simulate(seed);
      for (const { state } of world.table.sends.values()) missing.delete(`mail ${state}`);
      for (const { status, reason = "" } of world.table.runs.values()) missing.delete(`${status} ${reason}`);
      if (world.table.noticeIds.length > 0) missing.delete("notice");
      if (world.trace.some((line) => line.startsWith("crash"))) missing.delete("crash");
    }
    expect([...missing]).toEqual([]);
  });
});

const happenings = [
  ...["mail sent", "mail unknown", "mail skipped", "notice", "crash"],
  ...["done completed", "exited unsubscribed", "exited record_deleted"],
];

type Check = (outcome: Outcome) => readonly unknown[];

/** Each promise gives what breaks it. */
const promises: Readonly<Record<string, Check>> = {
  "a mail leaves at most once": ({ world }) => repeated(world.delivered.map((one) => one.send)),
  "nothing leaves whose claim came after the person unsubscribed": ({ world }) =>
    world.delivered.filter(
      ({ address, claimedAt }) => claimedAt > (world.refusedAt.get(address) ?? Infinity),
    ),
  "a mail that was not sent says why": ({ world }) =>
    [...world.table.sends.values()].filter(
      ({ state, reason }) =>
        state !== "sent" && (reason === undefined || ["ready", "sending"].includes(state)),
    ),
  "a mail that left is sent, or unknown until the provider speaks": ({ world }) => {
    const stateOf = (send: string) => world.table.sends.get(send)?.state;
    return world.delivered.filter(({ send }) => stateOf(send) !== "sent");
  },
  "every run ends": ({ world }) =>
    [...world.table.runs.values()].filter(({ status }) => status === "active" || status === "waiting"),
  "no run fails": ({ world, deleted }) =>
    [...world.table.runs.values()].filter(
      ({ status, record }) => status === "failed" && !deleted.has(record.id),
    ),
  "a record is in a journey once": ({ world }) =>
    repeated(
      [...world.table.runs.values()]
        .filter((one) => one.kind === "journey")
        .map((one) => `${one.definition} ${one.record.id}`),
    ),
  "each change that makes keen makes one task": ({ world, keen, deleted }) => {
    const tasks = [...world.table.records.values()].filter((one) => one.object === "task").length;
    const wrong = deleted.size > 0 ? tasks > keen : tasks !== keen;
    return wrong ? [{ tasks, keen }] : [];
  },
  "nobody is told twice": ({ world }) => repeated(world.table.noticeIds),
};

function brokenPromises(outcome: Outcome): string[] {
  return Object.entries(promises).flatMap(([name, check]) => {
    const found = check(outcome);
    return found.length === 0 ? [] : [`${name}: ${JSON.stringify(found[0])}`];
  });
}

function repeated(list: readonly string[]): readonly string[] {
  return list.filter((one, at) => list.indexOf(one) < at);
}
