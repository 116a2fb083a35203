import type { Causation } from "#engine";
import type { UndoEntry } from "../../ports/undo-log.ts";
import type { WrittenRecord } from "../../ports/record-store.ts";
import { personalCausation } from "../records/command.ts";
import type { Undoing } from "./undo-ports.ts";

/** What is to be done about an entry: take it back, nothing (it was, or never took place), or nothing any more. */
export type Standing = "due" | "done" | "never" | "changed";

/** The causation of the write that takes an entry back; tells later which entry it was. */
export function undoCausation({ caller, jobId }: Undoing, { version, command = "" }: UndoEntry): Causation {
  const causation = personalCausation(caller, `${prefix(jobId)}${String(version)}:${command}`);
  return { ...causation, correlation: prefix(jobId) };
}

/** How an entry stands to the record's last write. Entries come newest first, and possibly more than once. */
export function standingOf(
  { jobId }: Undoing,
  entry: UndoEntry,
  { record, causation }: WrittenRecord,
): Standing {
  const mark = readMark(jobId, causation.command);
  if (mark) return afterOwn(entry, mark);
  if (entry.version > record.version) return "never";
  if (entry.version < (record.editedVersion ?? record.version)) return "changed";
  const isOther =
    entry.version === record.version && (entry.command ?? causation.command) !== causation.command;
  return isOther ? "never" : "due";
}

interface Mark {
  readonly version: number;
  readonly command: string;
}

/** One that this job took something of back already: the entry itself, a write before it, or an attempt that failed. */
function afterOwn({ version, command = "" }: UndoEntry, mark: Mark): Standing {
  if (version === mark.version) return "done";
  if (version > mark.version || command === mark.command) return "never";
  return version === mark.version - 1 ? "due" : "changed";
}

function readMark(jobId: string, command: string): Mark | null {
  if (!command.startsWith(prefix(jobId))) return null;
  const [version = "", ...rest] = command.slice(prefix(jobId).length).split(":");
  return { version: Number(version), command: rest.join(":") };
}

function prefix(jobId: string): string {
  return `undo:${jobId}:`;
}
