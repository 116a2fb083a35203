import { gunzipSync, gzipSync } from "node:zlib";
import { failure, success, type Result } from "#engine";
import type { PreparedSheet } from "../../ports/import-store.ts";
import { readSheet } from "./reading/read-sheet.ts";
import type { SheetHead, SheetRow, SheetSource } from "./reading/sheet.ts";

/** A table read to its end: what is known of it, and its rows in packed blocks. */
export interface ReadBlocks extends SheetHead {
  readonly rows: number;
  readonly faultyRows: number;
  readonly preview: readonly (readonly string[])[];
  /** The first few different cells of each column. */
  readonly samples: readonly (readonly string[])[];
  readonly blocks: PreparedSheet["blocks"];
  readonly packed: readonly Uint8Array[];
}

/** Rows of a block: what one piece of work of an import does. */
const BLOCK_ROWS = 200;
const PREVIEW_ROWS = 10;
const PREVIEW_CHARACTERS = 200;
const SAMPLES = 3;
const SAMPLE_CHARACTERS = 80;

/** Reads a whole table; its rows are kept packed, so memory stays near the size of the packed text. */
export async function readBlocks(source: SheetSource, sheet: string | null): Promise<Result<ReadBlocks>> {
  const found = newCollection();
  const read = await readSheet(source, sheet, found.sink);
  const head = found.head();
  if (!read.ok || head === null) return read.ok ? failure() : read;
  return success({ ...head, ...found.finish() });
}

/** The rows of a block. */
export function unpackBlock(packed: Uint8Array): readonly SheetRow[] {
  const rows = JSON.parse(gunzipSync(packed).toString("utf8")) as PackedRow[];
  return rows.map(([number, cells, faults]) => ({ number, cells, faults }));
}

type PackedRow = readonly [SheetRow["number"], SheetRow["cells"], SheetRow["faults"]];

function newCollection() {
  let head: SheetHead | null = null;
  let rows = 0;
  let faultyRows = 0;
  let open: PackedRow[] = [];
  const preview: (readonly string[])[] = [];
  const packed: Uint8Array[] = [];
  const blocks: { from: number; length: number; rows: number }[] = [];
  let samples: Set<string>[] = [];
  const close = () => {
    if (open.length === 0) return;
    const bytes = gzipSync(JSON.stringify(open));
    const last = blocks.at(-1);
    blocks.push({ from: last ? last.from + last.length : 0, length: bytes.length, rows: open.length });
    packed.push(bytes);
    open = [];
  };
  return {
    head: () => head,
    sink: {
      head(given: SheetHead) {
        head = given;
        samples = given.headings.map(() => new Set<string>());
      },
      row({ number, cells, faults }: SheetRow) {
        rows += 1;
        if (faults.length > 0) faultyRows += 1;
        if (preview.length < PREVIEW_ROWS) preview.push(cells.map((one) => one.slice(0, PREVIEW_CHARACTERS)));
        collectSamples(samples, cells);
        open.push([number, cells, faults]);
        if (open.length === BLOCK_ROWS) close();
      },
    },
    finish() {
      close();
      return { rows, faultyRows, preview, samples: samples.map((one) => [...one]), blocks, packed };
    },
  };
}

function collectSamples(samples: readonly Set<string>[], cells: readonly string[]): void {
  for (const [at, found] of samples.entries()) {
    if (found.size >= SAMPLES) continue;
    const text = (cells[at] ?? "").trim();
    if (text !== "") found.add(text.slice(0, SAMPLE_CHARACTERS));
  }
}
