import { attachmentHeader, failure, success, type Locale, type Problem, type Result } from "#engine";
import type { FileStore } from "../../ports/file-store.ts";
import type { ImportFile, ImportStore, RowProblem } from "../../ports/import-store.ts";
import type { Caller } from "../access/caller.ts";
import { BYTE_ORDER_MARK, csvLine } from "../exports/csv-cell.ts";
import { sheetEnd, sheetRow, sheetStart, workbookMembers } from "../exports/workbook.ts";
import { noSums, packPart, zipFile } from "../exports/zip-file.ts";
import { notFound } from "../records/problems.ts";
import { keepBytes, type ImportFilePorts } from "./import-files.ts";
import { ownImport, type ReadImportPorts } from "./read-import.ts";
import { unpackBlock } from "./sheet-blocks.ts";

/** The rows with problems of one file of an import, as a file. */
export interface FaultyRows {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  /** Keeps the file and makes an address that downloads it, for whoever is given it, for a few minutes. */
  readonly link: () => Promise<{ readonly name: string; readonly url: string; readonly expiresAt: string }>;
}

const types = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** The rows with problems of a file of the caller's own import; `format` null: like the file itself. */
export async function readErrorFile(
  ports: ImportFilePorts & ReadImportPorts,
  caller: Caller,
  request: {
    readonly id: string;
    readonly name: string;
    readonly format: "csv" | "xlsx" | null;
    readonly locale: Locale;
  },
): Promise<Result<FaultyRows>> {
  const { workspace, user } = caller;
  const { id, locale } = request;
  const job = await ownImport(ports, { workspace, userId: user.id, id });
  const files = job ? await ports.importStore.files(workspace, id) : [];
  const place = files.findIndex((one) => one.name === request.name);
  const file = files[place];
  if (!file) return failure(notFound);
  const format = request.format ?? file.sheet.kind;
  const bytes = await errorFile(ports, { workspace, importId: id, file, place, locale }, format);
  if (!bytes) return failure(keptNoLonger);
  const name = `errors-${file.name.replace(/\.[A-Za-z]{1,5}$/u, "")}.${format}`;
  const type = types[format];
  const link = async () => {
    const { key } = await keepBytes(ports, caller, { name, parts: [bytes] });
    const address = await ports.fileStore.downloadAddress(key, { disposition: attachmentHeader(name), type });
    return { name, ...address };
  };
  return success({ name, type, bytes, link });
}

const keptNoLonger: Problem = {
  kind: "gone",
  code: "kept_no_longer",
  pointer: "",
  message: {
    "zh-CN": "导入的文件只保留 7 天，已被删除。",
    en: "The files of an import are kept for seven days; these are gone.",
  },
};

export interface ErrorFilePorts {
  readonly importStore: Pick<ImportStore, "outcomes">;
  readonly fileStore: Pick<FileStore, "read">;
}

/** The rows with problems of one file of an import. */
export interface ErrorFileRequest {
  readonly workspace: string;
  readonly importId: string;
  readonly file: ImportFile;
  /** Place of the file in the import. */
  readonly place: number;
  readonly locale: Locale;
}

/** The rows with problems, in the columns of the file they came from, plus what was wrong; null: the rows are kept no longer. */
export async function errorFile(
  ports: ErrorFilePorts,
  request: ErrorFileRequest,
  format: "csv" | "xlsx",
): Promise<Uint8Array | null> {
  const headings = [...request.file.sheet.headings, request.locale === "zh-CN" ? "问题" : "Problems"];
  const lines: (readonly string[])[] = [];
  let block = 0;
  for await (const { problems } of ports.importStore.outcomes(
    request.workspace,
    request.importId,
    request.place,
  )) {
    if (problems.length > 0) {
      const rows = await rowsOf(ports, request, block);
      if (!rows) return null;
      lines.push(...faultyLines(request, { rows, problems, block }));
    }
    block += 1;
  }
  return format === "csv" ? asCsv(headings, lines) : asWorkbook(headings, lines);
}

async function rowsOf(
  { fileStore }: ErrorFilePorts,
  { file }: ErrorFileRequest,
  at: number,
): Promise<ReturnType<typeof unpackBlock> | null> {
  const block = file.sheet.blocks[at];
  const content = block && (await fileStore.read(file.sheet.key, block));
  if (!content) return null;
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return unpackBlock(Buffer.concat(chunks));
}

function faultyLines(
  { file, locale }: ErrorFileRequest,
  given: {
    readonly rows: ReturnType<typeof unpackBlock>;
    readonly problems: readonly RowProblem[];
    readonly block: number;
  },
): readonly (readonly string[])[] {
  const before = file.sheet.blocks.slice(0, given.block).reduce((sum, one) => sum + one.rows, 0);
  const byRow = new Map<number, string[]>();
  for (const { row, column, message } of given.problems) {
    const text = column === "" ? message[locale] : `${column}: ${message[locale]}`;
    byRow.set(row, [...(byRow.get(row) ?? []), text]);
  }
  return [...byRow].map(([row, texts]) => [
    ...(given.rows[row - before - 1]?.cells ?? file.sheet.headings.map(() => "")),
    texts.join(" | "),
  ]);
}

function asCsv(headings: readonly string[], lines: readonly (readonly string[])[]): Uint8Array {
  return Buffer.from(BYTE_ORDER_MARK + [headings, ...lines].map(csvLine).join(""), "utf8");
}

async function asWorkbook(
  headings: readonly string[],
  lines: readonly (readonly string[])[],
): Promise<Uint8Array> {
  const rows = lines.map((cells) =>
    sheetRow(
      cells.map((text) => ({ kind: "text" as const, text })),
      [],
    ),
  );
  const { part, sums } = packPart(sheetStart(headings) + rows.join("") + sheetEnd, noSums);
  const parts = async function* () {
    yield await Promise.resolve(part);
  };
  const { chunks } = zipFile(workbookMembers({ name: "Sheet1", ...sums, parts }, []));
  const bytes: Uint8Array[] = [];
  for await (const chunk of chunks) bytes.push(chunk);
  return Buffer.concat(bytes);
}
