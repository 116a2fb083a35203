import type { EventEnvelope } from "#engine";
import type { MailEvent } from "#functions/operations/mail/handle-mail-event.ts";
import { chanceOf, type Chance } from "./chance.ts";
import { ModelTable } from "./model-store.ts";

/** A message of a queue, with the handler it is for. */
export type Message =
  | { readonly to: "automation" | "send-mail"; readonly event: EventEnvelope }
  | { readonly to: "mail-events"; readonly event: MailEvent };

/** A mail that reached its person. */
export interface Delivered {
  readonly send: string;
  readonly address: string;
  /** Position of its claim in the order of all that happened. */
  readonly claimedAt: number;
}

/** Shares of calls at which something goes wrong; all zero: calm. */
export interface Faults {
  /** The process dies before, or after, the call. */
  readonly crash: number;
  /** The call fails and says so. */
  readonly error: number;
  /** A message comes twice. */
  readonly twice: number;
}

export const calm: Faults = { crash: 0, error: 0, twice: 0 };

/** One simulated world: what is kept, what is on its way, and ports at each of whose calls anything may happen. */
export class World {
  readonly chance: Chance;
  readonly table: ModelTable;
  readonly messages: Message[] = [];
  readonly delivered: Delivered[] = [];
  /** When an address refused the topic, in the order of all that happened. */
  readonly refusedAt = new Map<string, number>();
  readonly trace: string[] = [];
  faults: Faults;
  now = Date.parse("2026-01-05T00:00:00.000Z");
  /** Calls under way, each waiting to be let on. */
  readonly waiting: (() => void)[] = [];
  readonly clock = { now: () => new Date(this.now) };
  private ids = 0;

  constructor(seed: number, faults: Faults) {
    this.chance = chanceOf(seed);
    this.faults = faults;
    this.table = new ModelTable((event) => this.put(event));
  }

  /** Puts an event on its queue, perhaps twice. */
  put(event: EventEnvelope): void {
    const to = event.type === "crm.mail.requested" ? "send-mail" : "automation";
    this.messages.push({ to, event });
    if (this.chance.hits(this.faults.twice)) this.messages.push({ to, event });
  }

  /** Writes down what happened; returns its position in the order of all that happened. */
  note(what: string): number {
    return this.trace.push(what) - 1;
  }

  nextId(): string {
    return `task${(this.ids += 1)}`;
  }
}
