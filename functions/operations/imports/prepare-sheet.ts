import { success, type Result } from "#engine";
import type { ImportStore, PreparedSheet } from "../../ports/import-store.ts";
import type { Caller } from "../access/caller.ts";
import { keepBytes, uploadedSource, type ImportFilePorts } from "./import-files.ts";
import { memorySource } from "./reading/read-sheet.ts";
import { readBlocks, type ReadBlocks } from "./sheet-blocks.ts";

export type PreparePorts = ImportFilePorts & { readonly importStore: ImportStore };

/** A table as it came: as text in the request, or uploaded before. */
export type GivenSheet =
  | { readonly name: string; readonly text: string }
  | { readonly name?: string; readonly upload: string; readonly sheet: string | null };

/** Reads a table to its end and keeps its rows in blocks; an upload that was read before is not read again. */
export async function prepareSheet(
  ports: PreparePorts,
  caller: Caller,
  given: GivenSheet,
): Promise<Result<PreparedSheet>> {
  if (!("upload" in given)) {
    const read = await readBlocks(textSource(given.text), null);
    return read.ok ? success(await keep(ports, caller, { name: given.name, read: read.value })) : read;
  }
  const found = await uploadedSource(ports, caller, given.upload);
  if (!found.ok) return found;
  const { upload, sheet } = given;
  const known = await ports.importStore.sheet(caller.workspace, { upload, sheet });
  if (known) return success(known);
  const read = await readBlocks(found.value.source, sheet);
  if (!read.ok) return read;
  const name = given.name ?? found.value.entry.name;
  const prepared = await keep(ports, caller, { name, read: read.value });
  await ports.importStore.saveSheet(caller.workspace, { upload, sheet }, prepared);
  return success(prepared);
}

/** A text of a request as bytes, read by the same rules as an upload. */
export function textSource(text: string) {
  return memorySource(new TextEncoder().encode(text));
}

async function keep(
  ports: PreparePorts,
  caller: Caller,
  { name, read }: { readonly name: string; readonly read: ReadBlocks },
): Promise<PreparedSheet> {
  const { packed, ...known } = read;
  const { id, key } = await keepBytes(ports, caller, { name, parts: packed });
  return { ...known, id, key, name };
}
