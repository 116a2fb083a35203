/** A file read in the browser. */
export interface SheetText {
  readonly name: string;
  readonly text: string;
  /** Encoding in which it could be read. */
  readonly encoding: "utf-8" | "utf-16le" | "gb18030";
}

/**
 * Text of a CSV file: UTF-8 when every byte fits, UTF-16 when its mark says so, else GB18030, the superset of GBK in
 * which Chinese spreadsheets save (WHATWG Encoding).
 */
export function readSheetText(name: string, bytes: Uint8Array): SheetText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return { name, text: new TextDecoder("utf-16le").decode(bytes), encoding: "utf-16le" };
  }
  const strict = decodeStrictly(bytes);
  if (strict !== null) return { name, text: strict, encoding: "utf-8" };
  return { name, text: new TextDecoder("gb18030").decode(bytes), encoding: "gb18030" };
}

function decodeStrictly(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
