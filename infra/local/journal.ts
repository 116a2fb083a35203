import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** One change of a durable map: `[key, value]` sets, `[key]` deletes. */
export type Change<V> = readonly [string, V] | readonly [string];

/**
 * A map whose every change is written to an append-only file before the call returns, so that a killed process
 * loses nothing it acknowledged. Several changes given to one `write` are kept or lost together.
 */
export interface DurableMap<V> {
  /** Value of a key, or undefined. */
  get(key: string): V | undefined;
  /** Live view in order of insertion; do not mutate. */
  readonly entries: ReadonlyMap<string, V>;
  /** Applies all changes as one line of the file; throws when the disk refuses, and from then on always. */
  write(changes: readonly Change<V>[]): void;
  /** Closes the file; later writes throw. */
  close(): void;
}

/** Lines after which the file is rewritten, at least; it also has to hold four times more lines than live keys. */
const COMPACT_AFTER_LINES = 4000;
const LINES_PER_LIVE_KEY = 4;

/**
 * Opens (or creates) a durable map.
 * @param file absolute path of its journal, or ":memory:" for a map that is kept nowhere
 */
export function openDurableMap<V>(file: string): DurableMap<V> {
  const entries = new Map<string, V>();
  if (file === ":memory:") return inMemory(entries);
  mkdirSync(dirname(file), { recursive: true });
  let lines = replay(file, entries);
  compact(file, entries);
  let descriptor = openSync(file, "a");
  let broken: unknown;
  const append = (changes: readonly Change<V>[]): void => {
    if (broken !== undefined)
      throw new Error(`the journal ${file} refused an earlier write`, { cause: broken });
    try {
      writeWhole(descriptor, JSON.stringify(changes) + "\n");
    } catch (error) {
      broken = error;
      throw error;
    }
  };
  return {
    entries,
    get: (key) => entries.get(key),
    write: (changes) => {
      append(changes);
      apply(entries, changes);
      lines += 1;
      if (lines < COMPACT_AFTER_LINES || lines < entries.size * LINES_PER_LIVE_KEY) return;
      closeSync(descriptor);
      compact(file, entries);
      descriptor = openSync(file, "a");
      lines = 0;
    },
    close: () => {
      if (broken === undefined) closeSync(descriptor);
      broken = new Error("closed");
    },
  };
}

function inMemory<V>(entries: Map<string, V>): DurableMap<V> {
  return {
    entries,
    get: (key) => entries.get(key),
    write: (changes) => {
      apply(entries, changes);
    },
    close: () => undefined,
  };
}

function apply<V>(entries: Map<string, V>, changes: readonly Change<V>[]): void {
  for (const change of changes) {
    if (change.length === 1) entries.delete(change[0]);
    else entries.set(change[0], change[1]);
  }
}

/** Reads the journal; a last line cut by a crash was never acknowledged and is left out. Returns the lines read. */
function replay<V>(file: string, entries: Map<string, V>): number {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return 0;
    throw error;
  }
  const lines = text.split("\n");
  const whole = lines.slice(0, -1);
  for (const line of whole) if (line !== "") apply(entries, JSON.parse(line) as Change<V>[]);
  return whole.length;
}

/** Rewrites the journal as one line per live key beside the old file, then swaps the names: never half a state. */
function compact<V>(file: string, entries: ReadonlyMap<string, V>): void {
  const next = `${file}.next`;
  const descriptor = openSync(next, "w");
  try {
    for (const entry of entries) writeWhole(descriptor, JSON.stringify([entry]) + "\n");
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(next, file);
}

function writeWhole(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, "utf8");
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
}
