export interface MimeHeader {
  readonly name: string;
  /** Unfolded, not decoded. */
  readonly value: string;
}

/** The header lines of a message in their order, folded lines joined; the body is not looked at. */
export function mimeHeaders(raw: Buffer): MimeHeader[] {
  const end = raw.indexOf("\r\n\r\n");
  const other = raw.indexOf("\n\n");
  const stop = end < 0 ? other : other < 0 ? end : Math.min(end, other);
  const block = raw.subarray(0, stop < 0 ? raw.length : stop).toString("utf8");
  return block
    .replace(/\r?\n[ \t]+/g, " ")
    .split(/\r?\n/)
    .flatMap((line) => {
      const colon = line.indexOf(":");
      return colon > 0 ? [{ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() }] : [];
    });
}

/** The bare addresses of an address header: `"A, B" <a@x>, b@x` → a@x, b@x. */
export function addressesOf(value: string): string[] {
  const plain = value.replace(/"(?:[^"\\]|\\.)*"/g, "");
  return plain
    .split(",")
    .map((part) => (/<([^<>]*)>/.exec(part)?.[1] ?? part).trim())
    .filter((address) => address !== "");
}
