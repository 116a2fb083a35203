import {
  failure,
  guessMapping,
  objectAccess,
  success,
  under,
  type ColumnMapping,
  type Result,
} from "#engine";
import type { Caller } from "../access/caller.ts";
import { prepareSheet, textSource, type GivenSheet, type PreparePorts } from "./prepare-sheet.ts";
import { readBlocks, type ReadBlocks } from "./sheet-blocks.ts";

export interface AnalyzedFile {
  readonly name: string;
  readonly rows: number;
  /** Rows with cells that cannot be read, such as errors of the spreadsheet. */
  readonly faultyRows: number;
  readonly kind: "csv" | "xlsx";
  readonly delimiter: string;
  readonly encoding: string | null;
  readonly sheets: readonly string[];
  readonly sheet: string | null;
  readonly object: string | null;
  /** The first rows, in the order of the columns. */
  readonly preview: readonly (readonly string[])[];
  readonly columns: readonly {
    readonly heading: string;
    /** The first few different cells. */
    readonly samples: readonly string[];
    readonly target: ColumnMapping | null;
    readonly confidence: number;
  }[];
}

/** Reads sheets and proposes what their columns mean, within what the caller may write. Texts are not stored. */
export async function analyzeImport(
  ports: PreparePorts,
  caller: Caller,
  files: readonly GivenSheet[],
): Promise<Result<readonly AnalyzedFile[]>> {
  const analyzed: AnalyzedFile[] = [];
  for (const [at, file] of files.entries()) {
    const read = await readGiven(ports, caller, file);
    if (!read.ok) return failure(...read.problems.map((one) => under(placeOf(file, at), one)));
    analyzed.push(analyzedFile(caller, { name: file.name ?? read.value.name, sheet: read.value }));
  }
  return success(analyzed);
}

/** Pointer of what was read. */
export function placeOf(file: GivenSheet, at: number): string {
  return "upload" in file ? `/files/${at}/upload` : `/files/${at}/text`;
}

type Read = Omit<ReadBlocks, "packed" | "encoding"> & {
  readonly name: string;
  readonly encoding: string | null;
};

async function readGiven(ports: PreparePorts, caller: Caller, file: GivenSheet): Promise<Result<Read>> {
  if ("upload" in file) return prepareSheet(ports, caller, file);
  const read = await readBlocks(textSource(file.text), null);
  return read.ok ? success({ ...read.value, name: file.name }) : read;
}

function analyzedFile(
  { model, access }: Caller,
  { name, sheet }: { readonly name: string; readonly sheet: Read },
): AnalyzedFile {
  const mayCreate = (object: string) => objectAccess(access, object).create;
  const guess = guessMapping(model, { name, headings: sheet.headings }, mayCreate);
  const { rows, faultyRows, kind, delimiter, encoding, sheets, preview } = sheet;
  return {
    ...{ name, rows, faultyRows, kind, delimiter, encoding, sheets, preview, sheet: sheet.sheet },
    object: guess.object,
    columns: guess.columns.map(({ column, target, confidence }, at) => ({
      heading: column,
      samples: sheet.samples[at] ?? [],
      target,
      confidence,
    })),
  };
}
