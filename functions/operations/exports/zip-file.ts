import { constants, crc32, deflateRawSync } from "node:zlib";

/** A run of packed bytes that can be put behind others of the same entry. */
export interface PackedPart {
  readonly bytes: Uint8Array;
  /** Bytes unpacked. */
  readonly size: number;
}

/** What is known of an entry whose parts were packed one by one. */
export interface EntrySums {
  readonly packed: number;
  readonly size: number;
  readonly crc: number;
}

export interface ZipMember extends EntrySums {
  readonly name: string;
  readonly parts: () => AsyncIterable<Uint8Array>;
}

export const noSums: EntrySums = { packed: 0, size: 0, crc: 0 };

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;
/** 1980-01-01, the first day there is: files are equal when their contents are. */
const DAY = 0x21;
/** A last, empty block: ends an entry whose parts all leave it open. */
const LAST_BLOCK = Uint8Array.of(0x03, 0x00);

/** Packs a part so that the next one can simply follow (a full flush of deflate forgets what came before). */
export function packPart(
  content: string,
  sums: EntrySums,
): { readonly part: Uint8Array; readonly sums: EntrySums } {
  const bytes = Buffer.from(content, "utf8");
  const part = deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH });
  return {
    part,
    sums: {
      packed: sums.packed + part.length,
      size: sums.size + bytes.length,
      crc: crc32(bytes, sums.crc),
    },
  };
}

/** An entry of one text. */
export function textMember(name: string, text: string): ZipMember {
  const { part, sums } = packPart(text, noSums);
  return { name, ...sums, parts: () => eachOf([part]) };
}

/** A ZIP archive of packed entries (PKWARE APPNOTE 6.3): its size, known before, and its bytes, one part at a time. */
export function zipFile(members: readonly ZipMember[]): {
  readonly size: number;
  readonly chunks: AsyncIterable<Uint8Array>;
} {
  const names = members.map((one) => Buffer.from(one.name, "utf8"));
  const size = members.reduce(
    (sum, one, at) => sum + 30 + 46 + 2 * (names[at]?.length ?? 0) + one.packed + LAST_BLOCK.length,
    22,
  );
  return { size, chunks: archive(members, names) };
}

async function* archive(members: readonly ZipMember[], names: readonly Buffer[]): AsyncGenerator<Uint8Array> {
  const places: number[] = [];
  let at = 0;
  for (const [index, member] of members.entries()) {
    const name = names[index] ?? Buffer.alloc(0);
    places.push(at);
    const head = Buffer.concat([localHeader(member, name.length), name]);
    yield head;
    yield* member.parts();
    yield LAST_BLOCK;
    at += head.length + member.packed + LAST_BLOCK.length;
  }
  const central = members.map((member, index) => {
    const name = names[index] ?? Buffer.alloc(0);
    return Buffer.concat([centralHeader(member, name.length, places[index] ?? 0), name]);
  });
  const directory = Buffer.concat(central);
  yield directory;
  yield endRecord(members.length, directory.length, at);
}

function localHeader(member: ZipMember, nameLength: number): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(LOCAL, 0);
  common(head, member, { at: 4, nameLength });
  return head;
}

function centralHeader(member: ZipMember, nameLength: number, place: number): Buffer {
  const head = Buffer.alloc(46);
  head.writeUInt32LE(CENTRAL, 0);
  head.writeUInt16LE(VERSION, 4);
  common(head, member, { at: 6, nameLength });
  head.writeUInt32LE(place, 42);
  return head;
}

/** The part that both headers of an entry share. */
function common(
  head: Buffer,
  member: ZipMember,
  { at, nameLength }: { readonly at: number; readonly nameLength: number },
): void {
  head.writeUInt16LE(VERSION, at);
  head.writeUInt16LE(UTF8_NAMES, at + 2);
  head.writeUInt16LE(DEFLATED, at + 4);
  head.writeUInt16LE(0, at + 6);
  head.writeUInt16LE(DAY, at + 8);
  head.writeUInt32LE(member.crc, at + 10);
  head.writeUInt32LE(member.packed + LAST_BLOCK.length, at + 14);
  head.writeUInt32LE(member.size, at + 18);
  head.writeUInt16LE(nameLength, at + 22);
}

function endRecord(count: number, size: number, at: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return end;
}

async function* eachOf(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(part);
}
