import {
  failure,
  identifyFile,
  imageSize,
  success,
  type ImageSize,
  type Problem,
  type Result,
} from "#engine";
import type { FileEntry } from "../../ports/file-catalog.ts";
import type { FileHead } from "../../ports/file-store.ts";
import type { Scanner } from "../../ports/scanner.ts";
import type { Caller } from "../access/caller.ts";
import { notFound } from "../records/problems.ts";
import type { UploadPorts } from "./begin-upload.ts";
import { contentMismatch, infected, notUploaded, pictureTooLarge, scanPending } from "./file-problems.ts";
import { fieldOfEntry, type UploadField } from "./upload-field.ts";

/** Bytes read of a file: where its kind and, for pictures with long notes by the camera, the size stand. */
const HEAD_BYTES = 256 * 1024;
/** Longest side of a picture, pixels: beyond it browsers refuse to draw. */
const LONGEST_SIDE = 16_384;

export type CompletePorts = UploadPorts & { readonly scanner: Scanner };

/** Looks into what arrived: its size, kind by content, malware, and the size of pictures. What does not fit is removed. */
export async function completeUpload(
  ports: CompletePorts,
  caller: Caller,
  id: string,
): Promise<Result<FileEntry>> {
  const entry = await ownEntry(ports, caller, id);
  const target = entry && fieldOfEntry(caller, entry);
  if (!entry || !target) return failure(notFound);
  if (entry.state === "ready") return success(entry);
  const found = await ports.fileStore.head(entry.key, HEAD_BYTES);
  if (!found) return failure(notUploaded);
  const judged = judge(entry, target, found);
  if (!judged.ok) return refuse(ports, caller, { entry, problem: judged.problems[0] ?? contentMismatch });
  const scan = await ports.scanner.scan({ key: entry.key, head: found.head });
  if (scan === "pending") return failure(scanPending);
  if (scan === "infected") return refuse(ports, caller, { entry, problem: infected });
  const settled = { state: "ready" as const, ...judged.value };
  await ports.fileCatalog.settle(caller.workspace, id, settled);
  return success({ ...entry, ...settled });
}

/** The caller's own upload, unless it was refused. */
async function ownEntry(
  { fileCatalog }: CompletePorts,
  { workspace, user }: Caller,
  id: string,
): Promise<FileEntry | null> {
  const entry = await fileCatalog.get(workspace, id);
  return entry?.createdBy === user.id && entry.state !== "refused" ? entry : null;
}

function judge(
  entry: FileEntry,
  { limits }: UploadField,
  { size, head }: FileHead,
): Result<{ readonly type: string } & Partial<ImageSize>> {
  const kind = identifyFile({ name: entry.name, head, groups: limits.groups });
  if (size !== entry.size || !kind) return failure(contentMismatch);
  if (kind.group !== "image") return success({ type: kind.type });
  const picture = imageSize(head);
  if (!picture)
    return limits.mostPixels === undefined ? success({ type: kind.type }) : failure(contentMismatch);
  const { width, height } = picture;
  const { mostPixels } = limits;
  const tooLong = Math.max(width, height) > LONGEST_SIDE;
  if (mostPixels !== undefined && (tooLong || width * height > mostPixels))
    return failure(pictureTooLarge(mostPixels));
  return success({ type: kind.type, ...picture });
}

async function refuse(
  ports: CompletePorts,
  caller: Caller,
  { entry, problem }: { readonly entry: FileEntry; readonly problem: Problem },
): Promise<Result<FileEntry>> {
  await ports.fileCatalog.settle(caller.workspace, entry.id, { state: "refused", type: entry.type });
  await ports.fileStore.remove(entry.key);
  return failure(problem);
}
