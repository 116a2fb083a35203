import { bigEndian, littleEndian, startsWith, textAt } from "./read-bytes.ts";

/** Width and height of a picture, pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Size of a PNG, GIF, JPEG or WebP picture from its header, without decoding it; null when the header does not say. */
export function imageSize(head: Uint8Array): ImageSize | null {
  const size = readers.find(([begins]) => textAt(head, 0, begins.length) === begins)?.[1](head) ?? null;
  return size && size.width > 0 && size.height > 0 ? size : null;
}

const readers: readonly (readonly [string, (head: Uint8Array) => ImageSize | null])[] = [
  ["\u0089PNG", (head) => ({ width: bigEndian(head, 16, 4), height: bigEndian(head, 20, 4) })],
  ["GIF8", (head) => ({ width: littleEndian(head, 6, 2), height: littleEndian(head, 8, 2) })],
  ["\u00ff\u00d8\u00ff", jpegSize],
  ["RIFF", webpSize],
];

/** Frame headers (SOF0–SOF15 without the tables among them), ITU-T T.81 table B.1. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function jpegSize(head: Uint8Array): ImageSize | null {
  let at = 2;
  while (at + 9 < head.length) {
    if (head[at] !== 0xff) return null;
    const marker = head[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isFrame(marker)) return { width: bigEndian(head, at + 7, 2), height: bigEndian(head, at + 5, 2) };
    at += 2 + bigEndian(head, at + 2, 2);
  }
  return null;
}

/** RFC 9649: lossy, lossless and extended form. */
function webpSize(head: Uint8Array): ImageSize | null {
  const form = textAt(head, 12, 4);
  if (form === "VP8X") return { width: littleEndian(head, 24, 3) + 1, height: littleEndian(head, 27, 3) + 1 };
  if (form === "VP8 " && startsWith(head.subarray(23), [0x9d, 0x01, 0x2a]))
    return { width: littleEndian(head, 26, 2) & 0x3fff, height: littleEndian(head, 28, 2) & 0x3fff };
  if (form !== "VP8L") return null;
  const bits = littleEndian(head, 21, 4);
  return { width: (bits & 0x3fff) + 1, height: (Math.floor(bits / 0x4000) & 0x3fff) + 1 };
}
