import {
  failure,
  holdsPerson,
  invalid,
  linkTarget,
  objectAccess,
  success,
  under,
  type ColumnMapping,
  type FieldDefault,
  type FileMapping,
  type Problem,
  type Result,
} from "#engine";
import type { ImportFile } from "../../ports/import-store.ts";
import type { Job, JobStore } from "../../ports/job-store.ts";
import type { Caller } from "../access/caller.ts";
import { undoable } from "../undo/start-undo.ts";
import { importOrder } from "./import-order.ts";
import { placeOf } from "./analyze-import.ts";
import { prepareSheet, type GivenSheet, type PreparePorts } from "./prepare-sheet.ts";

/** A table with what is to become of its columns. */
export type GivenFile = GivenSheet & Omit<FileMapping, "name">;

export type StartImportPorts = PreparePorts & { readonly jobStore: JobStore };

/** Checks the mapping, keeps the files, and queues the job that does the work; a dry run only says what would happen. */
export async function startImport(
  ports: StartImportPorts,
  caller: Caller,
  request: { readonly files: readonly GivenFile[]; readonly dryRun: boolean },
): Promise<Result<Job>> {
  const files: ImportFile[] = [];
  for (const [at, given] of request.files.entries()) {
    const file = await prepared(ports, caller, { given, at });
    if (!file.ok) return file;
    files.push(file.value);
  }
  const at = ports.clock.now().toISOString();
  const id = ports.ids.ulid();
  const job: Job = {
    id,
    kind: "import",
    state: "queued",
    progress: 0,
    counts: { rows: files.reduce((sum, one) => sum + one.sheet.rows, 0), done: 0 },
    errors: [],
    input: {
      dryRun: request.dryRun,
      userId: caller.user.id,
      files: files.map(({ name, object }) => ({ name, object })),
    },
    cursor: null,
    createdAt: at,
    createdBy: caller.user.id,
    updatedAt: at,
    revision: 1,
    ...(request.dryRun ? {} : { undo: undoable(ports.clock, id) }),
  };
  await ports.importStore.saveFiles(caller.workspace, job.id, importOrder(caller.model, files));
  await ports.jobStore.create(caller.workspace, job);
  return success(job);
}

async function prepared(
  ports: StartImportPorts,
  caller: Caller,
  { given, at }: { readonly given: GivenFile; readonly at: number },
): Promise<Result<ImportFile>> {
  const wrong = mappingProblems(caller, given);
  if (wrong.length > 0) return failure(...wrong.map((one) => under(`/files/${at}`, one)));
  const read = await prepareSheet(ports, caller, given);
  if (!read.ok) return failure(...read.problems.map((one) => under(placeOf(given, at), one)));
  const sheet = { ...read.value, samples: [], preview: [] };
  const headings = new Set(sheet.headings);
  const missing = given.mapping.flatMap((one, place) =>
    headings.has(one.column) ? [] : [unknownTarget(`/files/${at}/mapping/${place}/column`, one.column)],
  );
  if (missing.length > 0) return failure(...missing);
  const { object, mapping, mode, match, blanks, defaults } = given;
  return success({
    ...{ name: given.name ?? sheet.name, object, mapping },
    ...(mode === undefined ? {} : { mode }),
    ...(match === undefined ? {} : { match }),
    ...(blanks === undefined ? {} : { blanks }),
    ...(defaults === undefined ? {} : { defaults }),
    sheet,
  });
}

/** What is wrong with a mapping whatever the table holds: unknown or hidden targets, keys that are none, unreadable defaults. */
export function mappingProblems(caller: Caller, file: Omit<FileMapping, "name">): readonly Problem[] {
  const { model, access } = caller;
  const granted = objectAccess(access, file.object);
  const object = model.objects.get(file.object);
  const may = file.mode === "update" ? granted.update : granted.create;
  if (!object || !may) return [unknownTarget("/object", file.object)];
  return [
    ...file.mapping.flatMap((one, at) =>
      isWritable(caller, file, one)
        ? []
        : [unknownTarget(`/mapping/${at}/field`, `${one.object}.${one.field}`)],
    ),
    ...(file.match ?? []).flatMap((name, at) => {
      const isKey = name === "id" || object.byName.get(name)?.definition.unique === true;
      return isKey && isMapped(file, name) ? [] : [noKey(`/match/${at}`, name)];
    }),
    ...(file.defaults ?? []).flatMap((one, at) => defaultProblems(caller, one, `/defaults/${at}`)),
  ];
}

function isMapped({ object, mapping }: Omit<FileMapping, "name">, field: string): boolean {
  return mapping.some((one) => one.object === object && one.field === field);
}

function isWritable(
  { model, access }: Caller,
  file: Omit<FileMapping, "name">,
  { object: name, field, by }: ColumnMapping,
): boolean {
  const granted = objectAccess(access, name);
  if (!(file.mode === "update" && name === file.object ? granted.update : granted.create)) return false;
  const target = model.objects.get(name)?.byName.get(field);
  if (!target) return isSpecial(file, name, field);
  if (granted.field(field) !== "write") return false;
  return by === undefined || holdsPerson(target) || linkTarget(model, target, by) !== null;
}

/** What is no field: the owner, and for the main record its id. */
function isSpecial(file: Omit<FileMapping, "name">, object: string, field: string): boolean {
  return field === "owner" || (field === "id" && object === file.object);
}

function defaultProblems(
  { model, access }: Caller,
  { object: name, field, value }: FieldDefault,
  pointer: string,
): readonly Problem[] {
  const target = model.objects.get(name)?.byName.get(field);
  const isOpen = objectAccess(access, name).field(field) === "write";
  if (!target || target.type.computed || !isOpen)
    return [unknownTarget(`${pointer}/field`, `${name}.${field}`)];
  const { timeZone, locale } = model.workspace;
  const parsed = target.type.parse(value, target.settings, { timeZone, locale, now: EPOCH });
  return parsed.ok ? [] : parsed.problems.map((one) => ({ ...one, pointer: `${pointer}/value` }));
}

/** Any instant: whether a text can be read does not depend on it. */
const EPOCH = "1970-01-01T00:00:00.000Z";

function unknownTarget(pointer: string, value: string): Problem {
  const shown = value.slice(0, 80);
  return invalid(pointer, "unknown_target", {
    "zh-CN": `“${shown}”不存在，或您无权写入。`,
    en: `“${shown}” does not exist, or you may not write it.`,
  });
}

function noKey(pointer: string, value: string): Problem {
  const shown = value.slice(0, 80);
  return invalid(pointer, "no_key", {
    "zh-CN": `“${shown}”不能用来识别记录：它须是唯一字段或记录 ID，并对上一列。`,
    en: `“${shown}” cannot tell records apart: it must be a unique field or the record id, and have a column.`,
  });
}
