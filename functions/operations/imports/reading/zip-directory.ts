import { limits } from "#engine";
import { SheetFault } from "./sheet.ts";

/** One file inside a ZIP archive. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  /** Place of its packed bytes. */
  readonly from: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const LONGEST_COMMENT = 65_535;
const MOST_ENTRIES = 200;
const SYMBOLIC_LINK = 0xa000;

/**
 * The entries of an archive, from its central directory (PKWARE APPNOTE 6.3), judged before anything is unpacked: their
 * number, the sum of their declared sizes, names that lead elsewhere, archives in the archive, overlapping contents.
 */
export function zipDirectory(bytes: Uint8Array): ReadonlyMap<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  if (count > MOST_ENTRIES) throw tooMany(count);
  let at = view.getUint32(end + 16, true);
  const entries = new Map<string, ZipEntry>();
  for (let left = count; left > 0; left -= 1) {
    if (at + CENTRAL_BYTES > bytes.length || view.getUint32(at, true) !== CENTRAL) throw broken();
    const entry = entryAt(view, bytes, at);
    if (entries.has(entry.name)) throw unsafe(entry.name);
    entries.set(entry.name, entry);
    at += CENTRAL_BYTES + view.getUint16(at + 28, true) + lengthsAfter(view, at);
  }
  judge([...entries.values()]);
  return entries;
}

function endOf(view: DataView): number {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= 0 && at >= last - LONGEST_COMMENT; at -= 1) {
    if (view.getUint32(at, true) === END) return at;
  }
  throw broken();
}

function lengthsAfter(view: DataView, at: number): number {
  return view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
}

function entryAt(view: DataView, bytes: Uint8Array, at: number): ZipEntry {
  const nameLength = view.getUint16(at + 28, true);
  const name = new TextDecoder().decode(bytes.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameLength));
  const isEncrypted = (view.getUint16(at + 8, true) & 1) === 1;
  const isLink = (view.getUint16(at + 40, true) & 0xf000) === SYMBOLIC_LINK;
  if (isEncrypted) throw encrypted();
  if (isLink || leadsElsewhere(name) || /\.(?:zip|xlsx|xlsm|jar|7z|rar|gz)$/iu.test(name)) throw unsafe(name);
  const local = view.getUint32(at + 42, true);
  if (local + LOCAL_BYTES > bytes.length || view.getUint32(local, true) !== LOCAL) throw broken();
  const from = local + LOCAL_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const packed = view.getUint32(at + 20, true);
  if (from + packed > bytes.length) throw broken();
  return {
    name,
    method: view.getUint16(at + 10, true),
    packed,
    unpacked: view.getUint32(at + 24, true),
    from,
  };
}

function leadsElsewhere(name: string): boolean {
  return name.includes("\\") || name.startsWith("/") || name.includes("\0") || name.split("/").includes("..");
}

function judge(entries: readonly ZipEntry[]): void {
  const unpacked = entries.reduce((sum, one) => sum + one.unpacked, 0);
  if (unpacked > limits.importUnpackedBytes) throw tooLarge();
  const inOrder = entries.toSorted((a, b) => a.from - b.from);
  let end = 0;
  for (const entry of inOrder) {
    if (entry.from < end) throw unsafe(entry.name);
    end = entry.from + entry.packed;
  }
  const outside = entries.find((one) => one.name.startsWith("xl/externalLinks/"));
  if (outside) throw external();
}

export function tooLarge(): SheetFault {
  const most = limits.importUnpackedBytes / 1_048_576;
  return new SheetFault("workbook_too_large", {
    "zh-CN": `工作簿解压后超过 ${most} MB，请另存为 CSV 或分成几个文件。`,
    en: `The workbook is larger than ${most} MB unpacked; save it as CSV or split it.`,
  });
}

export function broken(): SheetFault {
  return new SheetFault("unreadable_workbook", {
    "zh-CN": "工作簿已损坏，或不是 XLSX 文件；请在表格软件中重新保存。",
    en: "The workbook is damaged or not an XLSX file; save it again in your spreadsheet program.",
  });
}

export function encrypted(): SheetFault {
  return new SheetFault("encrypted_workbook", {
    "zh-CN": "工作簿有密码，或是旧的 XLS 格式；请去掉密码并另存为 XLSX 或 CSV。",
    en: "The workbook has a password or is in the old XLS format; remove it and save as XLSX or CSV.",
  });
}

function tooMany(count: number): SheetFault {
  return new SheetFault("workbook_too_large", {
    "zh-CN": `工作簿含 ${count} 个部分，最多 ${MOST_ENTRIES} 个。`,
    en: `The workbook has ${count} parts; at most ${MOST_ENTRIES} are read.`,
  });
}

function unsafe(name: string): SheetFault {
  const shown = name.slice(0, 80);
  return new SheetFault("unsafe_workbook", {
    "zh-CN": `工作簿里有不应出现的内容（${shown}），未读取。`,
    en: `The workbook holds something that does not belong there (${shown}); it was not read.`,
  });
}

function external(): SheetFault {
  return new SheetFault("external_link", {
    "zh-CN": "工作簿引用了其他文件；请断开外部链接（数据 → 编辑链接）后再导入。",
    en: "The workbook refers to other files; break the links (Data → Edit links) and try again.",
  });
}
