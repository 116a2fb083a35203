import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openDurableMap } from "./journal.ts";

export type MailEventName = "Send" | "Delivery" | "Bounce" | "Complaint" | "Open" | "Click";

export interface MailEvent {
  readonly type: MailEventName;
  /** RFC 3339 on the virtual clock. */
  readonly at: string;
  /** Clicked link. */
  readonly url?: string;
}

/** An accepted mail without its content. */
export interface StoredMail {
  readonly id: string;
  readonly at: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly configurationSet?: string;
  readonly events: readonly MailEvent[];
  /** SES events still to be put on the bus, in order. */
  readonly pending: readonly MailEventName[];
}

/** Every mail that left, durable: the original MIME in a file of its own, the rest in a journal. */
export interface MailStore {
  /** Kept, with its content, when this returns. */
  add(mail: StoredMail, raw: Buffer): void;
  update(id: string, change: Partial<StoredMail>): void;
  get(id: string): StoredMail | undefined;
  raw(id: string): Buffer;
  /** Oldest first. */
  list(): readonly StoredMail[];
  close(): void;
}

/** @param folder absolute path, or ":memory:" */
export function openMailStore(folder: string): MailStore {
  const memory = new Map<string, Buffer>();
  const inMemory = folder === ":memory:";
  if (!inMemory) mkdirSync(folder, { recursive: true });
  const index = openDurableMap<StoredMail>(inMemory ? folder : join(folder, "index.jsonl"));
  const file = (id: string): string => join(folder, `${id}.eml`);
  return {
    add: (mail, raw) => {
      if (inMemory) memory.set(mail.id, raw);
      else writeFileSync(file(mail.id), raw);
      index.write([[mail.id, mail]]);
    },
    update: (id, change) => {
      const mail = index.get(id);
      if (mail) index.write([[id, { ...mail, ...change }]]);
    },
    get: (id) => index.get(id),
    raw: (id) => {
      if (index.get(id) === undefined) return Buffer.alloc(0);
      if (inMemory) return memory.get(id) ?? Buffer.alloc(0);
      return existsSync(file(id)) ? readFileSync(file(id)) : Buffer.alloc(0);
    },
    list: () => [...index.entries.values()],
    close: () => {
      index.close();
    },
  };
}
