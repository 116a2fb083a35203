import type { FileStore } from "../../ports/file-store.ts";
import { BYTE_ORDER_MARK, csvLine } from "./csv-cell.ts";
import { sheetEnd, sheetRow, sheetStart, workbookMembers, type WrittenCell } from "./workbook.ts";
import { noSums, packPart, zipFile, type EntrySums } from "./zip-file.ts";

/** What a format has written so far; JSON only, so that an export goes on where it was. */
export interface WrittenSoFar {
  /** Keys of the parts in the file store, in their order. */
  readonly parts: readonly string[];
  readonly sums: EntrySums;
  /** Currencies that cells of a workbook were written in. */
  readonly currencies: readonly string[];
}

export const nothingWritten: WrittenSoFar = { parts: [], sums: noSums, currencies: [] };

/** A row ready to be written: as text for CSV, with its kinds for a workbook. */
export interface WrittenRow {
  readonly texts: readonly string[];
  readonly cells: readonly WrittenCell[];
}

/** A kind of file an export can make, written part by part. */
export interface ExportFormat {
  readonly extension: string;
  readonly type: string;
  /** The bytes of the next part; `headings` for the first one. */
  part(
    rows: readonly WrittenRow[],
    before: WrittenSoFar,
    headings: readonly string[] | null,
  ): { readonly bytes: Uint8Array; readonly after: Omit<WrittenSoFar, "parts"> };
  /** The whole file of its parts. */
  whole(
    written: WrittenSoFar,
    given: { readonly name: string; readonly fileStore: Pick<FileStore, "read"> },
  ): { readonly size: number; readonly chunks: AsyncIterable<Uint8Array> };
}

export const formats: Readonly<Record<"csv" | "xlsx", ExportFormat>> = {
  csv: {
    extension: "csv",
    type: "text/csv; charset=utf-8",
    part(rows, { sums, currencies }, headings) {
      const start = headings ? BYTE_ORDER_MARK + csvLine(headings) : "";
      const bytes = Buffer.from(start + rows.map(({ texts }) => csvLine(texts)).join(""), "utf8");
      return { bytes, after: { sums: { ...sums, size: sums.size + bytes.length }, currencies } };
    },
    whole: ({ parts, sums }, { fileStore }) => ({ size: sums.size, chunks: partsOf(fileStore, parts) }),
  },
  xlsx: {
    extension: "xlsx",
    type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    part(rows, before, headings) {
      const currencies = [...before.currencies];
      const start = headings ? sheetStart(headings) : "";
      const text = start + rows.map(({ cells }) => sheetRow(cells, currencies)).join("");
      const { part, sums } = packPart(text, before.sums);
      return { bytes: part, after: { sums, currencies } };
    },
    whole({ parts, sums, currencies }, { name, fileStore }) {
      const end = packPart(sheetEnd, sums);
      const chunks = async function* () {
        yield* partsOf(fileStore, parts);
        yield end.part;
      };
      return zipFile(workbookMembers({ name, ...end.sums, parts: chunks }, currencies));
    },
  },
};

async function* partsOf(
  fileStore: Pick<FileStore, "read">,
  keys: readonly string[],
): AsyncGenerator<Uint8Array> {
  for (const key of keys) {
    const content = await fileStore.read(key);
    if (!content) throw new Error("a part of an export is gone");
    yield* content;
  }
}
