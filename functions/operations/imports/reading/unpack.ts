import { Inflate } from "fflate";
import { broken, tooLarge, type ZipEntry } from "./zip-directory.ts";

/** Packed bytes that are unpacked in one go. */
const STEP = 65_536;
const STORED = 0;
const DEFLATED = 8;

/** The text of an entry, piece by piece; more than it declared is not taken. */
export function* unpackedText(bytes: Uint8Array, entry: ZipEntry): Generator<string> {
  const decoder = new TextDecoder("utf-8");
  let size = 0;
  for (const chunk of unpacked(bytes.subarray(entry.from, entry.from + entry.packed), entry.method)) {
    size += chunk.length;
    if (size > entry.unpacked) throw tooLarge();
    const text = decoder.decode(chunk, { stream: true });
    if (text !== "") yield text;
  }
}

function* unpacked(packed: Uint8Array, method: number): Generator<Uint8Array> {
  if (method === STORED) return yield packed;
  if (method !== DEFLATED) throw broken();
  let found: Uint8Array[] = [];
  const inflate = new Inflate((chunk) => found.push(chunk));
  for (let from = 0; from < packed.length; from += STEP) {
    found = [];
    push(inflate, packed.subarray(from, from + STEP), from + STEP >= packed.length);
    yield* found;
  }
}

function push(inflate: Inflate, piece: Uint8Array, isLast: boolean): void {
  try {
    inflate.push(piece, isLast);
  } catch (error) {
    // fflate's errors carry a number; anything else is a bug.
    if (error instanceof Error && "code" in error) throw broken();
    throw error;
  }
}
