/** Text bytes of one piece; an item holds at most 400 KB with its keys (AWS limit). */
export const PIECE_BYTES = 300_000;

/** A text in pieces that each fit an item; at least one. */
export function toPieces(text: string): readonly string[] {
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length <= PIECE_BYTES) return [text];
  const pieces: string[] = [];
  let start = 0;
  while (start < bytes.length) {
    let end = Math.min(bytes.length, start + PIECE_BYTES);
    while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
    pieces.push(bytes.subarray(start, end).toString("utf8"));
    start = end;
  }
  return pieces;
}
