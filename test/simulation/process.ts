import type { EventEnvelope } from "#engine";
import { createSigner } from "#functions/adapters/system/signer.ts";
import type { LinkPorts } from "#functions/operations/mail/public-links.ts";
import type { SendPorts } from "#functions/operations/mail/send-mail.ts";
import type { AutomationPorts } from "#functions/operations/runs/run-ports.ts";
import type { TickPorts } from "#functions/operations/runs/tick-timers.ts";
import type { MailOutcome } from "#functions/ports/mailer.ts";
import { model } from "./definitions.ts";
import { keyOf } from "./model-store.ts";
import type { World } from "./world.ts";

export const signer = createSigner("c2ltdWxhdGlvbnMtaGF2ZS1uby1zZWNyZXRzLWJ1dC1sb25nLW9uZXM");

/** One invocation of a function: ports at each of whose calls it may be made to wait, fail or die. */
export class Process {
  private readonly world: World;
  private readonly onCrash: () => void;
  private readonly logger = { info: silent, warn: silent, error: silent };
  private readonly models = { current: () => Promise.resolve(model), invalidate: silent };
  private readonly clock = { now: () => new Date(this.world.now) };

  /** @param onCrash told when it dies; it does nothing more then, and nobody hears of its end */
  constructor(world: World, onCrash: () => void) {
    this.world = world;
    this.onCrash = onCrash;
  }

  /** A port's call: waits for its turn, may fail, and may be the last thing this process does. */
  private async call<Value>(name: string, act: () => Value): Promise<Value> {
    const { world } = this;
    await new Promise<void>((resolve) => world.waiting.push(resolve));
    if (this.dies(`before ${name}`)) return new Promise<Value>(() => undefined);
    if (world.chance.hits(world.faults.error)) throw new Error(`${name} is busy`);
    world.note(name);
    const value = act();
    return this.dies(`after ${name}`) ? new Promise<Value>(() => undefined) : value;
  }

  private dies(where: string): boolean {
    const { world } = this;
    const dead = world.chance.hits(world.faults.crash);
    if (!dead) return false;
    world.note(`crash ${where}`);
    this.onCrash();
    return true;
  }

  automation(): AutomationPorts {
    const { clock, logger, models } = this;
    const { table } = this.world;
    const recordStore = {
      get: (_: string, object: { readonly apiName: string }, id: string) =>
        this.call("record.get", () => table.records.get(keyOf({ object: object.apiName, id })) ?? null),
    };
    const person = { id: "u1", email: "u1@acme.test", name: "u1", locale: "en", timeZone: "UTC" } as const;
    const user = { ...person, roles: [], team: null, active: true };
    const ports = {
      ...{ clock, logger, models, recordStore, runStore: this.runStore(), sendStore: this.sendStore() },
      ids: { ulid: () => this.world.nextId(), element: () => "a" },
      userStore: { get: () => this.call("user.get", () => user) },
    };
    // Only what the automation core calls is modelled.
    return ports as unknown as AutomationPorts;
  }

  mail(): SendPorts {
    const ports = {
      ...{ ...this.automation(), mailFrom: "crm@acme.test", publicOrigin: "https://acme.test" },
      mimeComposer: { compose: () => Promise.resolve(new Uint8Array()) },
      templateRenderer: { render: (template: string) => Promise.resolve(template) },
      mailer: { send: (mail: Parameters<SendPorts["mailer"]["send"]>[0]) => this.post(mail) },
    };
    return { ...ports, signer };
  }

  /** For the public links of a mail. */
  links(): LinkPorts {
    return { clock: this.clock, signer, sendStore: this.sendStore() };
  }

  timers(): TickPorts {
    const { clock } = this;
    const { table } = this.world;
    const timerStore = {
      put: () => Promise.resolve(),
      due: (from: number, to: number) => table.due(from, to),
      watermark: () => Promise.resolve(table.mark),
      moveWatermark: (_: number | null, to: number) => {
        table.mark = to;
        return Promise.resolve(true);
      },
    };
    const send = (messages: readonly object[]): Promise<void> => {
      for (const one of messages) this.world.put((one as { readonly detail: EventEnvelope }).detail);
      return Promise.resolve();
    };
    return { clock, timerStore, runStore: this.runStore(), automationQueue: { send } };
  }

  private runStore(): AutomationPorts["runStore"] {
    const { table } = this.world;
    return {
      get: (_, id) => this.call("run.get", () => table.runs.get(id) ?? null),
      commit: (_, commit) => this.call(`run.commit ${commit.state.id}`, () => table.commit(commit)),
      saveFlow: (_, hash, flow) => this.call("flow.put", () => void table.flows.set(hash, flow)),
      flow: (_, hash) => this.call("flow.get", () => table.flows.get(hash) ?? null),
      steps: () => Promise.resolve([]),
      list: (_, { of }) => this.call("run.list", () => ({ items: table.runsOf(of), position: null })),
      entry: (_, journey, record) =>
        this.call("entry.get", () => table.entries.get(`${journey} ${keyOf(record)}`) ?? null),
      stalled: () =>
        Promise.resolve(
          [...table.runs.values()]
            .filter((one) => one.status === "active")
            .map((one) => ({ workspace: "acme", run: one.id })),
        ),
    };
  }

  private sendStore(): AutomationPorts["sendStore"] {
    const { table, refusedAt } = this.world;
    return {
      get: (_, id) => this.call("send.get", () => table.sends.get(id) ?? null),
      claim: (_, send, at) => this.call(`send.claim ${send.id}`, () => table.claim(send, at)),
      settle: (_, change) => this.call(`send.settle ${change.id} ${change.to}`, () => table.settle(change)),
      note: (_, event) => this.call(`send.note ${event.id} ${event.name}`, () => table.note(event)),
      optOut: (_, { address, topic }) =>
        this.call(`optOut ${address}`, () => {
          if (!refusedAt.has(address)) refusedAt.set(address, this.world.note("refused"));
          table.refusedTopics.add(`${address} ${topic}`);
          return true;
        }),
      suppress: (_, { address }) =>
        this.call(`suppress ${address}`, () => {
          table.suppressed.add(address);
          return true;
        }),
    };
  }

  /** The provider: takes the mail or not, and its answer may be lost; what it took it tells of later. */
  private post({ to, tags }: Parameters<SendPorts["mailer"]["send"]>[0]): Promise<MailOutcome> {
    const { world } = this;
    return this.call(`mail to ${to}`, (): MailOutcome => {
      const { send = "", workspace = "" } = tags;
      const trouble = world.faults.error > 0 ? world.chance.next() : 1;
      if (trouble < 0.1) return { kind: "later", reason: "Throttling" };
      if (trouble < 0.15) return { kind: "unclear", reason: "TimeoutError" };
      world.delivered.push({ send, address: to, claimedAt: world.trace.lastIndexOf(`send.claim ${send}`) });
      const mail = { messageId: `m-${send}`, tags: { workspace: [workspace], send: [send] } };
      for (const eventType of ["Send", "Delivery"])
        world.messages.push({ to: "mail-events", event: { eventType, mail } });
      if (trouble < 0.25) return { kind: "unclear", reason: "ECONNRESET" };
      return { kind: "accepted", messageId: `m-${send}` };
    });
  }
}

function silent(): void {
  // A simulation says what went wrong by its seed.
}
