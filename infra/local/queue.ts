import type { QueueSpec } from "#infra/topology.ts";

/** A typed message attribute as SQS carries it. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  /** Base64. */
  readonly BinaryValue?: string;
}

/** What a sender gave; never changes. */
export interface Message {
  readonly id: string;
  readonly queue: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  readonly sentAt: number;
}

/** A message as one receiver holds it. */
export interface Received {
  readonly message: Message;
  /** Names this receive; deleting with it is allowed once, also after the message became visible again. */
  readonly receipt: string;
  readonly receives: number;
  readonly firstReceivedAt: number;
}

export interface NewMessage {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, MessageAttribute>>;
  /** 0–900. */
  readonly delaySeconds?: number;
}

export interface QueueDepth {
  readonly name: string;
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** All queues of the topology with their dead-letter queues, durable, on the virtual clock. */
export interface Queues {
  has(queue: string): boolean;
  spec(queue: string): QueueSpec | undefined;
  /** Durable when it returns; the ids are in the order given. */
  send(queue: string, messages: readonly NewMessage[]): string[];
  /** At most `limit` visible messages; each stays invisible for the queue's time or `visibilitySeconds`. */
  receive(queue: string, limit: number, visibilitySeconds?: number): Received[];
  /** False when the receipt is not known (any more). */
  delete(queue: string, receipt: string): boolean;
  /** Sets when a received message becomes visible again; false when the receipt is not known (any more). */
  changeVisibility(queue: string, receipt: string, seconds: number): boolean;
  depths(): QueueDepth[];
  /** Messages of a queue, oldest first, for the page that shows dead letters. */
  peek(queue: string, limit: number): Message[];
  /** Moves every message of a dead-letter queue back to its queue; returns how many. */
  redrive(queue: string): number;
  ready(queue: string): number;
  /** When the earliest invisible message comes back, in virtual milliseconds. */
  nextDue(): number | undefined;
  /** Calls back when a message of the queue becomes visible. */
  onReady(queue: string, listener: () => void): void;
  close(): void;
}

/** Name of the dead-letter queue of a queue. */
export function deadLetterQueue(queue: string): string {
  return `${queue}-dlq`;
}
