import {
  addedFiles,
  clearValues,
  failure,
  invalid,
  offeredFile,
  success,
  withSealed,
  writeNeeds,
  type JsonObject,
  type ObjectModel,
  type RecordWrite,
  type Result,
} from "#engine";
import type { Cipher } from "../../ports/cipher.ts";
import type { FileCatalog, FileEntry } from "../../ports/file-catalog.ts";
import type { Caller } from "../access/caller.ts";

/** Without the catalog no file can be taken up, without the cipher no clear value. */
export interface PreparePorts {
  readonly fileCatalog?: FileCatalog;
  readonly cipher?: Cipher;
}

/** Which of the files that values name the caller may put into the record: their own uploads for it, or files it has. */
export async function loadOffered(
  ports: PreparePorts,
  caller: Caller,
  given: { readonly object: ObjectModel; readonly values: JsonObject; readonly record: string },
): Promise<ReadonlySet<string>> {
  const { object, values, record } = given;
  const { files } = writeNeeds({ object, values, kind: "update" });
  if (!ports.fileCatalog || files.length === 0) return new Set();
  const ids = files.map((one) => one.id);
  const found = await ports.fileCatalog.getMany(caller.workspace, ids);
  const offered = found.filter(
    (one) => one.object === object.id && one.state === "ready" && isFor(one, record, caller.user.id),
  );
  return new Set(offered.map((one) => offeredFile(one.field, one.id)));
}

/**
 * Makes a decided write ready to be saved: its new files are given to the record, its clear values sealed. Files first,
 * because one that was given and then not needed is found and removed later, while one that is needed must not be.
 */
export async function prepareWrite(
  ports: PreparePorts,
  caller: Caller,
  write: RecordWrite,
): Promise<Result<RecordWrite>> {
  const lost = await claimFiles(ports, caller, write);
  if (lost) return failure(goneFile);
  return success(await sealed(ports, caller, write));
}

function isFor(entry: FileEntry, record: string, user: string): boolean {
  return entry.record === null ? entry.createdBy === user : entry.record === record;
}

async function claimFiles(ports: PreparePorts, caller: Caller, write: RecordWrite): Promise<boolean> {
  const { object, before, record } = write;
  const added = object.fields.flatMap((field) =>
    field.type.files ? addedFiles(field, { before: before?.values, after: record.values }) : [],
  );
  if (added.length === 0) return false;
  const { fileCatalog } = ports;
  if (!fileCatalog) return true;
  const claimed = await Promise.all(added.map((id) => fileCatalog.claim(caller.workspace, id, record.id)));
  return claimed.includes(false);
}

async function sealed(ports: PreparePorts, caller: Caller, write: RecordWrite): Promise<RecordWrite> {
  const { object, record } = write;
  const clear = clearValues(write);
  const { cipher } = ports;
  if (clear.length === 0 || !cipher) return write;
  const texts = await Promise.all(
    clear.map(async ({ field, text }) => {
      const place = { workspace: caller.workspace, object: object.id, field: field.id, record: record.id };
      return [field.id, await cipher.seal(place, text)] as const;
    }),
  );
  return withSealed(write, new Map(texts));
}

const goneFile = invalid("", "unknown_file", {
  "zh-CN": "文件刚被用于另一条记录，或已被删除，请重新上传。",
  en: "A file was taken up by another record or removed in the meantime; upload it again.",
});
