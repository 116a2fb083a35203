import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openDurableMap } from "./journal.ts";

/** A stored object without its content. */
export interface StoredObject {
  readonly type: string;
  readonly size: number;
  readonly etag: string;
}

/** Objects by key, durable: each content in a file of its own, named by the hash of its key. */
export interface ObjectStore {
  get(key: string): StoredObject | undefined;
  content(key: string): Buffer;
  /** Kept, with its content, when this returns. */
  put(key: string, content: Buffer, type: string): StoredObject;
  remove(key: string): void;
  keys(): readonly string[];
  close(): void;
}

/** @param folder absolute path, or ":memory:" */
export function openObjectStore(folder: string): ObjectStore {
  const inMemory = folder === ":memory:";
  const memory = new Map<string, Buffer>();
  if (!inMemory) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const index = openDurableMap<StoredObject>(inMemory ? folder : join(folder, "index.jsonl"));
  const file = (key: string): string => join(folder, createHash("sha256").update(key).digest("hex"));
  return {
    get: (key) => index.get(key),
    content: (key) => (inMemory ? (memory.get(key) ?? Buffer.alloc(0)) : readFileSync(file(key))),
    put(key, content, type) {
      if (inMemory) memory.set(key, content);
      else {
        writeFileSync(`${file(key)}.next`, content, { mode: 0o600 });
        renameSync(`${file(key)}.next`, file(key));
      }
      const etag = `"${createHash("md5").update(content).digest("hex")}"`;
      const stored = { type, size: content.length, etag };
      index.write([[key, stored]]);
      return stored;
    },
    remove(key) {
      if (index.get(key) === undefined) return;
      index.write([[key]]);
      if (inMemory) memory.delete(key);
      else rmSync(file(key), { force: true });
    },
    keys: () => [...index.entries.keys()],
    close: () => {
      index.close();
    },
  };
}
