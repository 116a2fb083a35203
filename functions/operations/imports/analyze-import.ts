import {
  failure,
  guessMapping,
  success,
  under,
  type Access,
  type ColumnMapping,
  type Result,
  type WorkspaceModel,
  objectAccess,
} from "#engine";
import { parseSheet, type Sheet } from "./parse-sheet.ts";

export interface AnalyzedFile {
  readonly name: string;
  readonly rows: number;
  readonly delimiter: string;
  readonly object: string | null;
  readonly columns: readonly {
    readonly heading: string;
    /** The first few different cells. */
    readonly samples: readonly string[];
    readonly target: ColumnMapping | null;
    readonly confidence: number;
  }[];
}

const SAMPLES = 3;

/** Reads sheets without storing anything and proposes what their columns mean, within what the caller may write. */
export function analyzeImport(
  model: WorkspaceModel,
  access: Access,
  files: readonly { readonly name: string; readonly text: string }[],
): Result<readonly AnalyzedFile[]> {
  const analyzed = files.map((file) => {
    const sheet = parseSheet(file.text);
    return sheet.ok ? success(analyzedFile(model, access, { name: file.name, sheet: sheet.value })) : sheet;
  });
  const problems = analyzed.flatMap((one, at) =>
    one.ok ? [] : one.problems.map((problem) => under(`/files/${at}/text`, problem)),
  );
  if (problems.length > 0) return failure(...problems);
  return success(analyzed.flatMap((one) => (one.ok ? [one.value] : [])));
}

function analyzedFile(
  model: WorkspaceModel,
  access: Access,
  { name, sheet }: { readonly name: string; readonly sheet: Sheet },
): AnalyzedFile {
  const mayCreate = (object: string) => objectAccess(access, object).create;
  const guess = guessMapping(model, { name, headings: sheet.headings }, mayCreate);
  return {
    name,
    rows: sheet.rows.length,
    delimiter: sheet.delimiter,
    object: guess.object,
    columns: guess.columns.map(({ column, target, confidence }) => ({
      heading: column,
      samples: samplesOf(sheet, column),
      target,
      confidence,
    })),
  };
}

function samplesOf(sheet: Sheet, column: string): readonly string[] {
  const cells = new Set<string>();
  for (const row of sheet.rows) {
    const cell = (row[column] ?? "").trim();
    if (cell !== "") cells.add(cell.slice(0, 80));
    if (cells.size === SAMPLES) break;
  }
  return [...cells];
}
