import { createHash } from "node:crypto";
import { snapshotOf, type StoredRecord } from "#engine";
import { handleMailEvent } from "#functions/operations/mail/handle-mail-event.ts";
import { linkToken } from "#functions/operations/mail/links.ts";
import { followLink, unsubscribe } from "#functions/operations/mail/public-links.ts";
import { sendMail } from "#functions/operations/mail/send-mail.ts";
import { handleEvent } from "#functions/operations/runs/handle-event.ts";
import { startFlow } from "#functions/operations/runs/start-flow.ts";
import { tickTimers } from "#functions/operations/runs/tick-timers.ts";
import { objectOf } from "../builders/model.ts";
import { aWrite } from "../builders/record.ts";
import { model } from "./definitions.ts";
import { Process, signer } from "./process.ts";
import { calm, World, type Message } from "./world.ts";

/** Invocations at the same time. */
const LANES = 4;
const PEOPLE = 5;
const STEPS = 400;
const DAY = 86_400_000;
const VISIBILITY = 60_000;
const MOST_IDLE_DAYS = 12;

/** What one simulation came to. */
export interface Outcome {
  readonly world: World;
  /** Hash of all that happened, in order. */
  readonly digest: string;
  /** Changes that made a person keen, each of which is to make one task. */
  readonly keen: number;
  readonly deleted: ReadonlySet<string>;
}

/** A storm of faults over people's doings, then calm until nothing more can happen. The seed decides all of it. */
export async function simulate(seed: number): Promise<Outcome> {
  const world = new World(seed, calm);
  const { chance } = world;
  world.faults = { crash: chance.next() * 0.04, error: chance.next() * 0.06, twice: chance.next() * 0.4 };
  const simulation = new Simulation(world);
  await simulation.tick();
  for (let at = 0; at < STEPS; at += 1) await simulation.step();
  world.faults = calm;
  for (let day = 0; day < MOST_IDLE_DAYS; day += 1) {
    await simulation.settle();
    world.now += DAY;
    await simulation.tick();
  }
  await simulation.settle();
  const digest = createHash("sha256").update(world.trace.join("\n")).digest("hex");
  return { world, digest, keen: simulation.keen, deleted: simulation.deleted };
}

class Simulation {
  keen = 0;
  readonly deleted = new Set<string>();
  private running = 0;
  private readonly world: World;
  private readonly contact = objectOf(model, "contact");

  constructor(world: World) {
    this.world = world;
    for (let at = 0; at < PEOPLE; at += 1) this.put(`p${at}`, { name: `p${at}`, email: `p${at}@x.test` });
  }

  /** One thing that happens next, by chance. */
  async step(): Promise<void> {
    const { chance } = this.world;
    const roll = chance.next();
    if (roll < 0.04) this.person();
    else if (roll < 0.05) {
      this.pass(chance.next() * DAY);
      await this.tick();
    } else this.goOn();
    await flushed();
  }

  /** Until no message is left and nothing is under way. */
  async settle(): Promise<void> {
    while (this.goOn()) await flushed();
  }

  async tick(): Promise<void> {
    await tickTimers(new Process(this.world, nothing).timers());
  }

  /** Lets one call go on or takes a message; false when there is neither. */
  private goOn(): boolean {
    const { waiting, messages, chance } = this.world;
    const takes = messages.length > 0 && this.running < LANES;
    if (waiting.length > 0 && (!takes || chance.hits(0.7))) chance.take(waiting)();
    else if (takes) this.deliver(chance.take(messages));
    return waiting.length > 0 || messages.length > 0 || this.running > 0;
  }

  /** A message that fails, or whose process dies, comes again. */
  private deliver(message: Message): void {
    this.invoke(
      async (process) => ((await handled(process, message)) === "later" ? this.again(message) : undefined),
      () => this.again(message),
    );
  }

  /** It shows again after the queue's visibility time. */
  private again(message: Message): void {
    this.pass(VISIBILITY);
    this.world.messages.push(message);
  }

  /** Time passes between invocations: none lasts as long as the wheel's two minutes of grace. */
  private pass(milliseconds: number): void {
    if (this.running === 0) this.world.now += milliseconds;
  }

  private invoke(act: (process: Process) => Promise<unknown>, repeat: () => void): void {
    this.running += 1;
    const ended = (): void => void (this.running -= 1);
    const failed = (): void => {
      ended();
      repeat();
    };
    act(new Process(this.world, failed)).then(ended, failed);
  }

  /** Somebody does something: enrolls, changes, clicks, unsubscribes, deletes. */
  private person(): void {
    const { chance } = this.world;
    const id = `p${Math.floor(chance.next() * PEOPLE)}`;
    const roll = chance.next();
    if (roll < 0.4) this.enroll(id);
    else if (roll < 0.6) this.change(id);
    else if (roll < 0.78) this.follow(id, (process, token) => followLink(process.links(), token), "click");
    else if (roll < 0.92)
      this.follow(id, (process, token) => unsubscribe(process.links(), token), "unsubscribe");
    else this.remove(id);
  }

  private enroll(id: string): void {
    const record = this.stored(id);
    const journey = model.journeys[this.world.chance.hits(0.5) ? 0 : 1];
    if (!record || !journey) return;
    const signal = { kind: "enrolled", record: snapshotOf(this.contact, record), by: "u1" } as const;
    const event = { id: `enroll ${journey.id} ${id}`, correlation: id, depth: 0, path: [] };
    const start = { kind: "journey", document: journey, signal, event, later: true } as const;
    this.repeated((process) => startFlow(process.automation(), model, start));
  }

  private change(id: string): void {
    const record = this.stored(id);
    if (!record) return;
    const keen = record.values["f_mood"] !== "keen";
    if (keen) this.keen += 1;
    this.put(id, { ...named(record), mood: keen ? "keen" : "cool" });
  }

  private remove(id: string): void {
    const record = this.stored(id);
    if (!record || this.deleted.size > 0) return;
    this.deleted.add(id);
    const write = { ...aWrite(this.contact, record), kind: "delete", before: record } as const;
    this.world.table.write([{ ...write, expectedVersion: record.version }]);
  }

  private follow(
    id: string,
    act: (process: Process, token: string) => Promise<unknown>,
    purpose: "click" | "unsubscribe",
  ): void {
    const send = [...this.world.table.sends.values()].find(
      (one) => one.recipient.id === id && one.state === "sent",
    );
    if (!send) return;
    const link = purpose === "click" ? { link: 0 } : {};
    const token = linkToken(signer, purpose, { workspace: "acme", send: send.id, ...link });
    this.repeated((process) => act(process, token));
  }

  /** A person repeats what got no answer. */
  private repeated(act: (process: Process) => Promise<unknown>): void {
    this.invoke(act, () => this.repeated(act));
  }

  private stored(id: string): StoredRecord | undefined {
    return this.world.table.records.get(`contact/${id}`);
  }

  private put(id: string, values: Readonly<Record<string, string>>): void {
    const before = this.stored(id) ?? null;
    const version = (before?.version ?? 0) + 1;
    const at = this.world.clock.now().toISOString();
    const record: StoredRecord = {
      ...{ object: "contact", id, version, owner: "u1", createdBy: "u1", updatedBy: "u1" },
      ...{ createdAt: before?.createdAt ?? at, updatedAt: at },
      values: Object.fromEntries(Object.entries(values).map(([name, value]) => [`f_${name}`, value])),
    };
    this.world.table.write([{ ...aWrite(this.contact, record), before }]);
  }
}

function named({ values }: StoredRecord): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id.slice(2), String(value)]));
}

function handled(process: Process, message: Message): Promise<"later" | undefined | void> {
  if (message.to === "mail-events") return handleMailEvent(process.automation(), message.event);
  if (message.to === "send-mail") return sendMail(process.mail(), message.event);
  return handleEvent(process.automation(), message.event);
}

/** Everything that can go on without another turn has gone on. */
function flushed(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function nothing(): void {
  // A tick does not die here: its timers are read again by the next one.
}
