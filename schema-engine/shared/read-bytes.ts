/** Whether the bytes begin with these. */
export function startsWith(bytes: Uint8Array, wanted: readonly number[]): boolean {
  return wanted.every((byte, at) => bytes[at] === byte);
}

/** Bytes as Latin-1 text, one character each. */
export function textAt(bytes: Uint8Array, at: number, length: number): string {
  let text = "";
  for (const byte of bytes.subarray(at, at + length)) text += String.fromCharCode(byte);
  return text;
}

/** Whether a browser that guesses types could take the beginning of a text for a page, a drawing or a script. */
export function isMarkup(bytes: Uint8Array): boolean {
  const text = textAt(bytes, 0, bytes.length);
  return /^[\s\u00ef\u00bb\u00bf]*<|<\s*(?:!doctype|html|head|body|script|svg|iframe|object|embed|\?xml)/i.test(
    text,
  );
}

/** Big-endian unsigned integer of so many bytes; 0 beyond the end. */
export function bigEndian(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let index = 0; index < count; index += 1) value = value * 256 + (bytes[at + index] ?? 0);
  return value;
}

/** Little-endian unsigned integer of so many bytes; 0 beyond the end. */
export function littleEndian(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let index = count - 1; index >= 0; index -= 1) value = value * 256 + (bytes[at + index] ?? 0);
  return value;
}
