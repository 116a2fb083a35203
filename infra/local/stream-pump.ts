import type { DynamoDBStreamEvent } from "aws-lambda";
import { openDurableMap } from "./journal.ts";
import { itemTypes, lambdaRecord } from "./stream-record.ts";
import { sharedPages, streamsClient, type StreamRecord } from "./stream-pages.ts";
import { openReader, streamOf, type Checkpoint, type StreamReader } from "./stream-reader.ts";

export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<unknown>;

/** One event source mapping on the table's stream. */
export interface StreamConsumer {
  /** Name of the function; also of its checkpoint. */
  readonly name: string;
  /** Values of `ty` in the new or the old image that reach the handler. */
  readonly itemTypes: readonly string[];
  readonly batchSize: number;
  /** Attempts after the first before a record goes to the failure list. */
  readonly maxRetries: number;
  readonly handler: StreamHandler;
}

export interface PumpOptions {
  readonly endpoint: string;
  readonly tableName: string;
  /** Journal of checkpoints and failures, or ":memory:". */
  readonly file: string;
  readonly consumers: readonly StreamConsumer[];
  readonly onError: (consumer: string, error: unknown) => void;
  /** Sees every record once or more, before its handlers. */
  readonly observe?: (record: StreamRecord) => void;
}

/** A record given up after its retries, as a pointer for a redrive. */
export interface StreamFailure {
  readonly consumer: string;
  readonly sequence: string;
  readonly keys: unknown;
}

export interface StreamPump {
  /** Looks for new records now instead of at the next poll. */
  wake(): void;
  /** Resolves when every consumer has seen everything written before the call. */
  idle(): Promise<void>;
  failures(): readonly StreamFailure[];
  /** Waits for the handlers under way; what they finished is checkpointed. */
  stop(): Promise<void>;
}

const POLL_BUSY = 30;
const POLL_IDLE = 250;
const READ = 400;
/** How long records may gather into one batch while somebody writes; as an event source mapping's batching window. */
const GATHER = 25;
const BACK_OFF_FIRST = 20;
const BACK_OFF_MOST = 500;

type Kept = { readonly checkpoint: Checkpoint } | { readonly failure: StreamFailure };

/** Reads the table's stream for each consumer on its own, so that a slow or failing one holds up no other. */
export async function startPump(options: PumpOptions): Promise<StreamPump> {
  const client = streamsClient(options.endpoint);
  const kept = openDurableMap<Kept>(options.file);
  const streamArn = await streamOf(client, options.tableName);
  const stream = { client, pages: sharedPages(client), streamArn };
  const loops = options.consumers.map((consumer, index) => {
    const before = kept.get(`checkpoint/${consumer.name}`);
    const from = before && "checkpoint" in before ? before.checkpoint : undefined;
    return new ConsumerLoop(consumer, openReader(stream, from), {
      done: (checkpoint) => kept.write([[`checkpoint/${consumer.name}`, { checkpoint }]]),
      giveUp: (failure) => kept.write([[`failure/${consumer.name}/${failure.sequence}`, { failure }]]),
      onError: (error) => options.onError(consumer.name, error),
      observe: index === 0 ? options.observe : undefined,
    });
  });
  const runs = loops.map((loop) => loop.run());
  return {
    wake: () => {
      for (const loop of loops) loop.wake();
    },
    idle: async () => {
      await Promise.all(loops.map((loop) => loop.idle()));
    },
    failures: () =>
      [...kept.entries.values()].flatMap((value) => ("failure" in value ? [value.failure] : [])),
    stop: async () => {
      for (const loop of loops) loop.stop();
      await Promise.all(runs);
      client.destroy();
      kept.close();
    },
  };
}

interface Outcome {
  readonly done: (checkpoint: Checkpoint) => void;
  readonly giveUp: (failure: StreamFailure) => void;
  readonly onError: (error: unknown) => void;
  readonly observe: ((record: StreamRecord) => void) | undefined;
}

class ConsumerLoop {
  readonly #consumer: StreamConsumer;
  readonly #reader: StreamReader;
  readonly #outcome: Outcome;
  #stopped = false;
  #alarm: (() => void) | undefined;
  #woken = false;
  #gathers = false;
  /** Called after a poll that began when they were already waiting and found nothing. */
  #waiting: (() => void)[] = [];

  constructor(consumer: StreamConsumer, reader: StreamReader, outcome: Outcome) {
    this.#consumer = consumer;
    this.#reader = reader;
    this.#outcome = outcome;
  }

  async run(): Promise<void> {
    let pause = POLL_BUSY;
    while (!this.#stopped) {
      const asked = this.#waiting.length;
      const found = await this.#round();
      pause = found > 0 ? POLL_BUSY : Math.min(pause * 1.5, POLL_IDLE);
      if (found > 0) {
        if (found < READ && this.#waiting.length === 0) await this.#sleep(GATHER, { gathers: true });
        continue;
      }
      for (const answer of this.#waiting.splice(0, asked)) answer();
      if (this.#waiting.length === 0) await this.#sleep(pause);
    }
    for (const answer of this.#waiting.splice(0)) answer();
  }

  /** Ends a pause, unless records are gathering for a moment; they are read right after it. */
  wake(): void {
    this.#woken = true;
    if (!this.#gathers) this.#alarm?.();
  }

  idle(): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#gathers = false;
      this.wake();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#gathers = false;
    this.wake();
  }

  /** One read and its deliveries; how many records it gave. An outage of the engine is reported, and tried again. */
  async #round(): Promise<number> {
    let records: readonly StreamRecord[];
    try {
      records = await this.#reader.next(READ);
    } catch (error) {
      if (!this.#stopped) this.#outcome.onError(error);
      return 0;
    }
    if (this.#outcome.observe) records.forEach(this.#outcome.observe);
    const wanted = records.filter((record) => {
      return itemTypes(record).some((type) => this.#consumer.itemTypes.includes(type));
    });
    await this.#deliver(wanted);
    const last = records.at(-1)?.dynamodb?.SequenceNumber;
    if (last !== undefined && !this.#stopped) this.#outcome.done(this.#reader.checkpoint(last));
    return records.length;
  }

  /** Halves a failing batch until the failing record is alone, retries that one, and in the end gives it up. */
  async #deliver(records: readonly StreamRecord[]): Promise<void> {
    let rest = records;
    let size = this.#consumer.batchSize;
    let attempts = 0;
    while (rest.length > 0 && !this.#stopped) {
      const batch = rest.slice(0, size);
      const good = await this.#call(batch);
      this.#advance(batch[good - 1]);
      rest = rest.slice(good);
      if (good === batch.length) {
        size = this.#consumer.batchSize;
        attempts = 0;
        continue;
      }
      attempts = good > 0 || batch.length > 1 ? 1 : attempts + 1;
      size = Math.ceil((batch.length - good) / 2);
      if (batch.length === 1 && attempts > this.#consumer.maxRetries) {
        this.#giveUp(rest[0]);
        rest = rest.slice(1);
        attempts = 0;
        size = this.#consumer.batchSize;
      } else if (batch.length === 1) {
        await this.#sleep(Math.min(BACK_OFF_FIRST * 2 ** attempts, BACK_OFF_MOST));
      }
    }
  }

  /** Number of records at the front of the batch that are done. */
  async #call(batch: readonly StreamRecord[]): Promise<number> {
    try {
      const Records = batch.map((record) => lambdaRecord(record, this.#reader.streamArn));
      const result = await this.#consumer.handler({ Records });
      const list = (result as { batchItemFailures?: { itemIdentifier?: string }[] } | null | undefined)
        ?.batchItemFailures;
      const failed = new Set((list ?? []).map((failure) => failure.itemIdentifier));
      if (failed.size === 0) return batch.length;
      const first = batch.findIndex((record) => failed.has(record.dynamodb?.SequenceNumber));
      return Math.max(first, 0);
    } catch (error) {
      this.#outcome.onError(error);
      return 0;
    }
  }

  #advance(record: StreamRecord | undefined): void {
    const sequence = record?.dynamodb?.SequenceNumber;
    if (sequence !== undefined) this.#outcome.done(this.#reader.checkpoint(sequence));
  }

  #giveUp(record: StreamRecord | undefined): void {
    const sequence = record?.dynamodb?.SequenceNumber ?? "";
    this.#outcome.giveUp({ consumer: this.#consumer.name, sequence, keys: record?.dynamodb?.Keys });
    this.#advance(record);
  }

  async #sleep(milliseconds: number, { gathers = false } = {}): Promise<void> {
    if (gathers || !this.#woken) {
      this.#gathers = gathers;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.#alarm = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#alarm = undefined;
    this.#gathers = false;
    this.#woken = false;
  }
}
