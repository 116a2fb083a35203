import { randomUUID } from "node:crypto";
import type { QueueSpec } from "#infra/topology.ts";
import type { VirtualClock } from "./clock.ts";
import { newDueHeap, type DueHeap } from "./due-heap.ts";
import { openDurableMap, type Change, type DurableMap } from "./journal.ts";
import {
  deadLetterQueue,
  type Message,
  type NewMessage,
  type QueueDepth,
  type Queues,
  type Received,
} from "./queue.ts";

/** All queues of the topology and their dead-letter queues. @param file journal, or ":memory:" */
export function openDurableQueues(specs: readonly QueueSpec[], file: string, clock: VirtualClock): Queues {
  return new DurableQueues(specs, file, clock);
}

interface Delivery {
  readonly visibleAt: number;
  readonly receives: number;
  readonly firstReceivedAt?: number;
  readonly receipt?: string;
}

interface Stored {
  readonly message?: Message;
  readonly delivery?: Delivery;
}

interface State {
  readonly spec: QueueSpec;
  readonly deadLetters: string | undefined;
  readonly ready: Map<string, Message>;
  readonly hidden: Map<string, Message>;
  readonly due: DueHeap;
  readonly listeners: Set<() => void>;
}

const NEVER_DEAD = Number.MAX_SAFE_INTEGER;
const LONGEST_TIMER = 2_000_000_000;

class DurableQueues implements Queues {
  readonly #store: DurableMap<Stored>;
  readonly #states = new Map<string, State>();
  readonly #clock: VirtualClock;
  readonly #stopListening: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(specs: readonly QueueSpec[], file: string, clock: VirtualClock) {
    this.#clock = clock;
    this.#store = openDurableMap<Stored>(file);
    for (const spec of specs) {
      const dead = deadLetterQueue(spec.name);
      this.#states.set(spec.name, newState(spec, dead));
      this.#states.set(dead, newState({ ...spec, maxReceives: NEVER_DEAD }, undefined));
    }
    this.#restore();
    this.#stopListening = clock.onMove(() => {
      this.#wake();
    });
    this.#wake();
  }

  has(queue: string): boolean {
    return this.#states.has(queue);
  }

  spec(queue: string): QueueSpec | undefined {
    return this.#states.get(queue)?.spec;
  }

  ready(queue: string): number {
    return this.#state(queue).ready.size;
  }

  onReady(queue: string, listener: () => void): void {
    this.#state(queue).listeners.add(listener);
  }

  send(queue: string, messages: readonly NewMessage[]): string[] {
    const sentAt = this.#clock.milliseconds();
    const made = messages.map((given) => ({
      message: { id: randomUUID(), queue, body: given.body, attributes: given.attributes ?? {}, sentAt },
      visibleAt: sentAt + (given.delaySeconds ?? 0) * 1000,
    }));
    this.#store.write(made.flatMap(({ message, visibleAt }) => placed(message, visibleAt)));
    for (const { message, visibleAt } of made) {
      if (visibleAt > sentAt) this.#hide(message, visibleAt);
      else this.#show(message);
    }
    return made.map(({ message }) => message.id);
  }

  receive(queue: string, limit: number, visibilitySeconds?: number): Received[] {
    const { ready, spec, deadLetters } = this.#state(queue);
    const now = this.#clock.milliseconds();
    const visibleAt = now + (visibilitySeconds ?? spec.visibilitySeconds) * 1000;
    const taken: Received[] = [];
    const dead: Message[] = [];
    for (const message of ready.values()) {
      if (taken.length === limit) break;
      const { receives, firstReceivedAt = now } = this.#delivery(message.id);
      if (receives >= spec.maxReceives && deadLetters !== undefined)
        dead.push({ ...message, queue: deadLetters });
      else taken.push({ message, receipt: newReceipt(message.id), receives: receives + 1, firstReceivedAt });
    }
    if (taken.length + dead.length === 0) return [];
    const marks = taken.map(({ message, ...delivery }): Change<Stored> => {
      return [`d/${message.id}`, { delivery: { ...delivery, visibleAt } }];
    });
    this.#store.write([...marks, ...dead.flatMap((message) => placed(message, now))]);
    for (const { message } of taken) this.#hide(message, visibleAt);
    for (const message of dead) this.#move(queue, message);
    return taken;
  }

  delete(queue: string, receipt: string): boolean {
    const message = this.#held(queue, receipt);
    if (!message) return false;
    this.#store.write([[`m/${message.id}`], [`d/${message.id}`]]);
    this.#state(queue).ready.delete(message.id);
    this.#state(queue).hidden.delete(message.id);
    return true;
  }

  changeVisibility(queue: string, receipt: string, seconds: number): boolean {
    const message = this.#held(queue, receipt);
    if (!message) return false;
    const visibleAt = this.#clock.milliseconds() + seconds * 1000;
    this.#store.write([[`d/${message.id}`, { delivery: { ...this.#delivery(message.id), visibleAt } }]]);
    if (seconds === 0) this.#show(message);
    else this.#hide(message, visibleAt);
    return true;
  }

  depths(): QueueDepth[] {
    return [...this.#states].map(([name, { ready, hidden }]) => {
      const inFlight = [...hidden.keys()].filter((id) => this.#delivery(id).receives > 0).length;
      return { name, visible: ready.size, inFlight, delayed: hidden.size - inFlight };
    });
  }

  peek(queue: string, limit: number): Message[] {
    const { ready, hidden } = this.#state(queue);
    return [...ready.values(), ...hidden.values()].slice(0, limit);
  }

  redrive(queue: string): number {
    const source = deadLetterQueue(queue);
    const messages = [...this.#state(source).ready.values()].map((message) => ({ ...message, queue }));
    this.#store.write(messages.flatMap((message) => placed(message, 0)));
    for (const message of messages) this.#move(source, message);
    return messages.length;
  }

  nextDue(): number | undefined {
    let earliest: number | undefined;
    for (const state of this.#states.values()) {
      for (let next = state.due.first(); next; next = state.due.first()) {
        if (state.hidden.has(next.id) && this.#delivery(next.id).visibleAt === next.at) {
          earliest = Math.min(earliest ?? next.at, next.at);
          break;
        }
        state.due.take();
      }
    }
    return earliest;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#stopListening();
    this.#store.close();
  }

  #state(queue: string): State {
    const state = this.#states.get(queue);
    if (!state) throw new Error(`no queue ${queue}`);
    return state;
  }

  #delivery(id: string): Delivery {
    return this.#store.get(`d/${id}`)?.delivery ?? { visibleAt: 0, receives: 0 };
  }

  #held(queue: string, receipt: string): Message | undefined {
    const { ready, hidden } = this.#state(queue);
    const id = receipt.slice(0, Math.max(0, receipt.lastIndexOf(".")));
    const message = hidden.get(id) ?? ready.get(id);
    return message && this.#delivery(id).receipt === receipt ? message : undefined;
  }

  #hide(message: Message, visibleAt: number): void {
    const state = this.#state(message.queue);
    state.ready.delete(message.id);
    state.hidden.set(message.id, message);
    state.due.add(message.id, visibleAt);
    this.#arm();
  }

  #show(message: Message): void {
    const state = this.#state(message.queue);
    state.hidden.delete(message.id);
    state.ready.set(message.id, message);
    for (const listener of state.listeners) listener();
  }

  #move(from: string, message: Message): void {
    this.#state(from).ready.delete(message.id);
    this.#show(message);
  }

  #wake(): void {
    const now = this.#clock.milliseconds();
    for (const state of this.#states.values()) {
      for (let next = state.due.first(); next && next.at <= now; next = state.due.first()) {
        state.due.take();
        const message = state.hidden.get(next.id);
        if (message && this.#delivery(next.id).visibleAt <= now) this.#show(message);
      }
    }
    this.#arm();
  }

  /** One timer for the earliest message that comes back; real time runs as fast as virtual time. */
  #arm(): void {
    clearTimeout(this.#timer);
    const due = this.nextDue();
    if (due === undefined) return;
    const delay = Math.min(Math.max(due - this.#clock.milliseconds(), 1), LONGEST_TIMER);
    this.#timer = setTimeout(() => {
      this.#wake();
    }, delay).unref();
  }

  /** A message that was being handled when the process died has no handler any more: it is visible at once. */
  #restore(): void {
    for (const { message } of this.#store.entries.values()) {
      const state = message && this.#states.get(message.queue);
      if (!message || !state) continue;
      const { receives, visibleAt } = this.#delivery(message.id);
      if (receives > 0 || visibleAt <= this.#clock.milliseconds()) state.ready.set(message.id, message);
      else {
        state.hidden.set(message.id, message);
        state.due.add(message.id, visibleAt);
      }
    }
  }
}

function newState(spec: QueueSpec, deadLetters: string | undefined): State {
  return { spec, deadLetters, ready: new Map(), hidden: new Map(), due: newDueHeap(), listeners: new Set() };
}

function newReceipt(id: string): string {
  return `${id}.${randomUUID()}`;
}

function placed(message: Message, visibleAt: number): Change<Stored>[] {
  return [
    [`m/${message.id}`, { message }],
    [`d/${message.id}`, { delivery: { visibleAt, receives: 0 } }],
  ];
}
