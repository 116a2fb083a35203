import { cleanFileName, failure, invalid, limits, success, type Problem, type Result } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { FileCatalog, FileEntry } from "../../ports/file-catalog.ts";
import type { FileStore, UploadAddress } from "../../ports/file-store.ts";
import type { Ids } from "../../ports/ids.ts";
import type { Caller } from "../access/caller.ts";
import { UNUSED_MS } from "../files/begin-upload.ts";
import type { SheetSource } from "./reading/sheet.ts";

export interface ImportFilePorts {
  readonly fileCatalog: FileCatalog;
  readonly fileStore: FileStore;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Under this name, which no object has as id, the file catalog keeps files of imports and exports. */
const SHEET_FILES = "sheet";
/** Time after which a prepared table, and with it the rows with problems, is removed; milliseconds. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;
const TYPE = "application/octet-stream";

/** Begins the upload of a table too large for a request's body; the address takes exactly this many bytes. */
export async function beginImportUpload(
  ports: ImportFilePorts,
  caller: Caller,
  { name, size }: { readonly name: string; readonly size: number },
): Promise<Result<{ readonly id: string; readonly name: string; readonly upload: UploadAddress }>> {
  const problems = [...sizeProblems(size), ...(isTable(name) ? [] : [wrongKind])];
  if (problems.length > 0) return failure(...problems);
  const clean = cleanFileName(name);
  const entry = await addEntry(ports, caller, {
    name: clean,
    size,
    type: TYPE,
    lasts: UNUSED_MS,
    state: "waiting",
  });
  const upload = await ports.fileStore.uploadAddress(entry.key, { size, type: TYPE });
  return success({ id: entry.id, name: clean, upload });
}

/** The caller's own upload as a source; anything else is not found. */
export async function uploadedSource(
  ports: ImportFilePorts,
  caller: Caller,
  id: string,
): Promise<Result<{ readonly entry: FileEntry; readonly source: SheetSource }>> {
  const entry = await ports.fileCatalog.get(caller.workspace, id);
  const isOwn = entry?.object === SHEET_FILES && entry.field === "upload";
  if (!isOwn || entry.createdBy !== caller.user.id) return failure(unknownUpload);
  const head = await ports.fileStore.head(entry.key, 1);
  if (head?.size !== entry.size) return failure(notUploaded);
  return success({ entry, source: storedSource(ports.fileStore, entry) });
}

/** Keeps bytes for a while, told to the catalog first so that nothing lies about unknown. */
export async function keepBytes(
  ports: ImportFilePorts,
  caller: Pick<Caller, "workspace" | "user">,
  given: { readonly name: string; readonly parts: readonly Uint8Array[] },
): Promise<FileEntry> {
  const size = given.parts.reduce((sum, one) => sum + one.length, 0);
  return keepStream(ports, caller, { name: given.name, size, chunks: eachOf(given.parts), type: TYPE });
}

/** Keeps a content of exactly this size for a while. */
export async function keepStream(
  ports: ImportFilePorts,
  caller: Pick<Caller, "workspace" | "user">,
  given: {
    readonly name: string;
    readonly size: number;
    readonly type: string;
    readonly chunks: AsyncIterable<Uint8Array>;
  },
): Promise<FileEntry> {
  const { name, size, type, chunks } = given;
  const entry = await addEntry(ports, caller, { name, size, type, lasts: KEPT_MS, state: "ready" });
  await ports.fileStore.write(entry.key, { size, type, chunks });
  return entry;
}

async function addEntry(
  ports: Pick<ImportFilePorts, "fileCatalog" | "clock" | "ids">,
  { workspace, user }: Pick<Caller, "workspace" | "user">,
  given: {
    readonly name: string;
    readonly size: number;
    readonly type: string;
    readonly lasts: number;
    readonly state: "waiting" | "ready";
  },
): Promise<FileEntry> {
  const now = ports.clock.now();
  const { name, size, type, state } = given;
  const entry: FileEntry = {
    ...{ id: ports.ids.ulid(), key: `${workspace}/${ports.ids.ulid()}`, name, size, state, type },
    object: SHEET_FILES,
    field: state === "waiting" ? "upload" : "rows",
    record: null,
    createdAt: now.toISOString(),
    createdBy: user.id,
    due: new Date(now.getTime() + given.lasts).toISOString(),
  };
  await ports.fileCatalog.create(workspace, entry);
  return entry;
}

function storedSource(fileStore: FileStore, { key, size }: FileEntry): SheetSource {
  return {
    size,
    async *read() {
      const content = await fileStore.read(key);
      if (!content) throw new Error("an uploaded file is gone while it is read");
      yield* content;
    },
  };
}

async function* eachOf(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(part);
}

function isTable(name: string): boolean {
  return /\.(?:csv|tsv|txt|xlsx|xlsm)$/iu.test(name.trim());
}

function sizeProblems(size: number): readonly Problem[] {
  if (size > limits.importBytes) return [tooLarge];
  return size === 0 ? [emptyFile] : [];
}

const most = limits.importBytes / 1_048_576;
const tooLarge = invalid("/size", "limit", {
  "zh-CN": `文件超过 ${most} MB，请分成几个文件。`,
  en: `The file is larger than ${most} MB; split it.`,
});
const emptyFile = invalid("/size", "empty_sheet", { "zh-CN": "文件是空的。", en: "The file is empty." });
const wrongKind = invalid("/name", "kind_not_allowed", {
  "zh-CN": "只能导入 CSV、TSV、TXT 和 XLSX 文件。",
  en: "Only CSV, TSV, TXT and XLSX files can be imported.",
});
const unknownUpload: Problem = {
  kind: "notFound",
  code: "not_found",
  pointer: "",
  message: { "zh-CN": "没有这个上传的文件。", en: "There is no such uploaded file." },
};
const notUploaded = invalid("", "not_uploaded", {
  "zh-CN": "文件还没有上传完。",
  en: "The file has not arrived yet.",
});
