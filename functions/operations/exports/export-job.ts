import {
  limits,
  success,
  type FieldContext,
  type Filter,
  type Json,
  type Locale,
  type Result,
  type SortKey,
} from "#engine";
import type { Job, KeyedJobError } from "../../ports/job-store.ts";
import type { Caller } from "../access/caller.ts";
import { keepBytes, keepStream } from "../imports/import-files.ts";
import type { JobKind, JobStep } from "../jobs/job-kind.ts";
import { queryRecords, type QueryAnswer } from "../records/query-records.ts";
import {
  cellText,
  exportColumns,
  type CellSource,
  type ExportColumn,
  type ExportStyle,
} from "./export-columns.ts";
import type { ExportPorts } from "./export-ports.ts";
import { formats, nothingWritten, type WrittenRow, type WrittenSoFar } from "./export-file.ts";
import { typedCell } from "./typed-cell.ts";
import { MOST_CELL_CHARACTERS, type WrittenCell } from "./workbook.ts";

/** What was asked for; kept in the job. */
interface ExportInput {
  readonly objectId: string;
  readonly filter: Filter | null;
  readonly sort: readonly SortKey[];
  readonly fields: readonly string[] | null;
  readonly format: "csv" | "xlsx";
  readonly style: ExportStyle;
  readonly locale: Locale;
}

/** Where an export is. */
interface Position extends WrittenSoFar {
  /** Of the query; null before the first page. */
  readonly cursor: string | null;
  readonly rows: number;
  /** All rows are in the parts. */
  readonly complete: boolean;
  /** Matching records as counted at the start; null: not known. */
  readonly total: number | null;
  /** Texts cut because a cell of a workbook cannot hold them. */
  readonly cut: number;
  /** Id of the file's entry in the catalog, once there is one. */
  readonly file: string | null;
}

const start: Position = {
  ...nothingWritten,
  ...{ cursor: null, rows: 0, complete: false, total: null, cut: 0, file: null },
};

/** Rows of one piece of work. */
const ROWS_PER_STEP = 2_000;

/**
 * Writes an export piece by piece as the person who asked for it: what they may read now, and only that. A record that
 * nobody changes meanwhile is in it exactly once, as it was when its page was read.
 */
export const exportKind: JobKind = {
  async step(ports, workspace, job) {
    const caller = await ports.callers.caller(workspace, job.createdBy);
    if (!caller?.access.capabilities.has("exports.run")) return stopped(job, notAllowed);
    const position = { ...start, ...(job.cursor as Partial<Position> | null) };
    const input = job.input as unknown as ExportInput;
    if (position.complete) return finish(ports, caller, { input, position });
    return writeNext(ports, caller, { job, input, position });
  },
};

/** File of an export that ended well; null: none. */
export function exportFileId(job: Job): string | null {
  const file = (job.cursor as Partial<Position> | null)?.file;
  return job.state === "done" && typeof file === "string" ? file : null;
}

async function writeNext(
  ports: ExportPorts,
  caller: Caller,
  { job, input, position }: { readonly job: Job; readonly input: ExportInput; readonly position: Position },
): Promise<JobStep> {
  const object = caller.model.objectsById.get(input.objectId);
  if (!object) return stopped(job, gone);
  const columns = exportColumns(caller, object, input);
  const read = await readRows(ports, caller, { object: object.apiName, columns, input, position });
  if (!read.ok) return stopped(job, { row: null, ...(read.problems[0] ?? gone) });
  const { rows, cursor, total } = read.value;
  if (position.rows + rows.length > limits.exportRows) return stopped(job, tooMany);
  const headings = position.parts.length === 0 ? columns.map((one) => one.heading) : null;
  const { bytes, after } = formats[input.format].part(rows, position, headings);
  const { key } = await keepBytes(ports, caller, { name: "part", parts: [bytes] });
  const cut = position.cut + (input.format === "xlsx" ? countCut(rows) : 0);
  return stepTo({
    ...{ ...position, ...after, parts: [...position.parts, key] },
    ...{ cursor, complete: cursor === null, total, cut, rows: position.rows + rows.length },
  });
}

/** The rows of the next pages; the count of all with the first one. */
async function readRows(
  ports: ExportPorts,
  caller: Caller,
  given: {
    readonly object: string;
    readonly columns: readonly ExportColumn[];
    readonly input: ExportInput;
    readonly position: Position;
  },
): Promise<
  Result<{
    readonly rows: readonly WrittenRow[];
    readonly cursor: string | null;
    readonly total: number | null;
  }>
> {
  const { object, columns, input, position } = given;
  const { filter, sort, fields } = input;
  const rows: WrittenRow[] = [];
  let { cursor, total } = position;
  do {
    const page = await queryRecords(ports, caller, {
      ...{ object, filter, sort, fields, limit: limits.pageSize, cursor, offset: 0 },
      ...{ count: position.rows + rows.length === 0, explain: false },
    });
    if (!page.ok) return page;
    total = page.value.count ?? total;
    rows.push(...(await writtenRows(caller, { columns, input, page: page.value })));
    cursor = page.value.cursor;
  } while (cursor !== null && rows.length < ROWS_PER_STEP);
  return success({ rows, cursor, total });
}

/** Puts the parts together and lets go of them. */
async function finish(
  ports: ExportPorts,
  caller: Caller,
  { input, position }: { readonly input: ExportInput; readonly position: Position },
): Promise<JobStep> {
  const format = formats[input.format];
  const label =
    caller.model.objectsById.get(input.objectId)?.definition.pluralLabel[input.locale] ?? "export";
  const day = ports.clock.now().toISOString().slice(0, 10);
  const name = `${label} ${day}.${format.extension}`;
  const whole = format.whole(position, { name: label, fileStore: ports.fileStore });
  const file = await keepStream(ports, caller, { name, ...whole, type: format.type });
  for (const key of position.parts) await ports.fileStore.remove(key);
  return { ...stepTo({ ...position, file: file.id, parts: [] }), end: "done" };
}

async function writtenRows(
  caller: Caller,
  given: {
    readonly columns: readonly ExportColumn[];
    readonly input: ExportInput;
    readonly page: QueryAnswer;
  },
): Promise<readonly WrittenRow[]> {
  const { columns, input, page } = given;
  const { timeZone } = caller.model.workspace;
  const context: FieldContext = { timeZone, locale: input.locale, now: "1970-01-01T00:00:00.000Z" };
  const people = await caller.people();
  const nameOf: CellSource["nameOf"] = ({ object, id }) => {
    if (object === "user") {
      const person = people.get(id);
      return (input.style === "labels" ? person?.name : person?.email) ?? id;
    }
    return input.style === "labels" ? (page.references[`${object}/${id}`] ?? "") : id;
  };
  return page.items.map((record) => {
    const values = record.values as Readonly<Record<string, Json>>;
    const source = { values, record: { ...record }, context, nameOf };
    const texts = columns.map((column) => cellText(column, source));
    if (input.format === "csv") return { texts, cells: [] };
    return { texts, cells: columns.map((column, at) => cellOf(column, texts[at] ?? "", source)) };
  });
}

function cellOf({ path, field }: ExportColumn, text: string, { values, context }: CellSource): WrittenCell {
  const value = values[path];
  if (!field || value === undefined || value === null) return { kind: "text", text };
  return typedCell(field, value, { text, context });
}

function countCut(rows: readonly WrittenRow[]): number {
  const isCut = (cell: WrittenCell) => cell.kind === "text" && cell.text.length > MOST_CELL_CHARACTERS;
  return rows.reduce((sum, { cells }) => sum + cells.filter(isCut).length, 0);
}

function stepTo(position: Position): JobStep {
  const { rows, total } = position;
  const known = total === null ? {} : { total: Math.max(total, rows) };
  return {
    cursor: { ...position },
    counts: { records: rows, ...known, errors: position.cut },
    progress: total === null ? (position.complete ? 0.95 : 0.5) : Math.min(0.95, rows / Math.max(total, 1)),
    done: rows,
    left: total === null ? null : Math.max(0, total - rows),
    errors: position.cut > 0 ? [{ ...cellsCut(position.cut), key: "cut" }] : [],
    end: null,
  };
}

function stopped(job: Job, error: Omit<KeyedJobError, "key">): JobStep {
  const { cursor, counts, progress } = job;
  const { row, code, message } = error;
  return {
    cursor,
    counts,
    progress,
    done: 0,
    left: 0,
    errors: [{ row, code, message, key: code }],
    end: "failed",
  };
}

const notAllowed = {
  row: null,
  code: "forbidden",
  message: {
    "zh-CN": "发起人的账号已停用，或不再允许导出。",
    en: "The person who asked for the export is no longer active or may no longer export.",
  },
};
const gone = {
  row: null,
  code: "object_gone",
  message: { "zh-CN": "对象已不存在。", en: "The object is there no longer." },
};
const tooMany = {
  row: null,
  code: "limit",
  message: {
    "zh-CN": `超过 ${limits.exportRows} 行，请加上筛选条件分次导出。`,
    en: `There are more than ${limits.exportRows} rows; export them in parts with a filter.`,
  },
};

function cellsCut(count: number) {
  return {
    row: null,
    code: "cell_cut",
    message: {
      "zh-CN": `有 ${count} 个单元格的文字超过工作簿的上限（${MOST_CELL_CHARACTERS} 字），已截断；需要全文请导出 CSV。`,
      en: `The text of ${count} cells is longer than a workbook can hold (${MOST_CELL_CHARACTERS} characters) and was cut; export CSV for the whole.`,
    },
  };
}
