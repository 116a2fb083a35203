import type { SheetHead, SheetSource } from "./sheet.ts";

export type Encoding = NonNullable<SheetHead["encoding"]>;

/**
 * Encoding of a text: by its byte order mark; else UTF-8 when every byte fits; else GB18030, the superset of GBK in which
 * Chinese spreadsheets save (WHATWG Encoding).
 */
export async function encodingOf(source: SheetSource): Promise<Encoding> {
  const strict = new TextDecoder("utf-8", { fatal: true });
  let isFirst = true;
  for await (const chunk of source.read()) {
    if (isFirst && chunk[0] === 0xff && chunk[1] === 0xfe) return "utf-16le";
    if (isFirst && chunk[0] === 0xfe && chunk[1] === 0xff) return "utf-16be";
    isFirst = false;
    if (!fits(strict, chunk)) return "gb18030";
  }
  return fits(strict, null) ? "utf-8" : "gb18030";
}

/** The text in pieces, without its byte order mark. */
export async function* decoded(source: SheetSource, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of source.read()) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== "") yield text;
  }
  const rest = decoder.decode();
  if (rest !== "") yield rest;
}

function fits(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array | null): boolean {
  try {
    if (chunk) decoder.decode(chunk, { stream: true });
    else decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
