import { failure, limits, success, type Result } from "#engine";
import { readCsv } from "./read-csv.ts";
import { readXlsx } from "./read-xlsx.ts";
import { SheetFault, type SheetSink, type SheetSource } from "./sheet.ts";
import { encrypted } from "./zip-directory.ts";

/**
 * Reads a table row by row with bounded memory, whatever the file claims to be: XLSX by its content, everything else as
 * delimited text. What was given to the sink before a problem counts for nothing.
 */
export async function readSheet(
  source: SheetSource,
  sheet: string | null,
  sink: SheetSink,
): Promise<Result<null>> {
  try {
    if (source.size > limits.importBytes) throw tooLargeFile();
    const first = await firstBytes(source);
    if (startsWith(first, OLE)) throw encrypted();
    if (startsWith(first, ZIP)) await readXlsx(source, sheet, sink);
    else await readCsv(source, sink);
    return success(null);
  } catch (error) {
    if (error instanceof SheetFault) return failure(error.problem);
    throw error;
  }
}

/** Bytes in memory as a source. */
export function memorySource(bytes: Uint8Array): SheetSource {
  return {
    size: bytes.length,
    async *read() {
      for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
      await Promise.resolve();
    },
  };
}

const CHUNK = 65_536;
const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** Compound files: old workbooks, and new ones under a password ([MS-CFB]). */
const OLE = [0xd0, 0xcf, 0x11, 0xe0];

async function firstBytes(source: SheetSource): Promise<Uint8Array> {
  for await (const chunk of source.read()) return chunk;
  return new Uint8Array();
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((one, at) => bytes[at] === one);
}

function tooLargeFile(): SheetFault {
  const most = limits.importBytes / 1_048_576;
  return new SheetFault("limit", {
    "zh-CN": `文件超过 ${most} MB，请分成几个文件。`,
    en: `The file is larger than ${most} MB; split it.`,
  });
}
