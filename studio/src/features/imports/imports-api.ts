import type { FileMapping, LocalizedText } from "#engine";
import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed } from "vue";
import { sendFile, type BegunUpload } from "../../api/files.ts";
import { call, get, idempotencyKey, post } from "../../api/http.ts";
import { importBody, type AnalyzedFile, type PreparedFile } from "./import-plan.ts";

/** What became of one file so far. */
export interface FileResult {
  readonly name: string;
  readonly object: string;
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
  readonly failed: number;
  readonly problemCount: number;
  readonly problems: readonly {
    readonly row: number;
    /** Row of the file as a spreadsheet counts. */
    readonly line: number;
    readonly column: string;
    readonly code: string;
    readonly message: LocalizedText | string;
    readonly value: string;
    readonly fatal?: boolean;
  }[];
}

type State = "queued" | "running" | "paused" | "done" | "failed" | "cancelled";

/** Until when an import can be undone, and the job that does. */
export interface UndoState {
  readonly until: string;
  readonly job: string | null;
}

export interface ImportState {
  readonly id: string;
  readonly state: State;
  /** 0–1. */
  readonly progress: number;
  readonly dryRun: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly files: readonly FileResult[];
  readonly errors?: readonly { readonly message: LocalizedText | string }[];
  readonly createdAt: string;
  readonly rate: number | null;
  readonly etaSeconds: number | null;
  readonly undo: UndoState | null;
}

/** An import in the list. */
export interface ListedImport extends Pick<
  ImportState,
  "id" | "state" | "progress" | "dryRun" | "counts" | "createdAt" | "undo"
> {
  readonly files: readonly { readonly name: string; readonly object: string }[];
}

/** A job as far as its course matters here. */
export interface FollowedJob {
  readonly id: string;
  readonly state: State;
  readonly progress: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly errors: readonly { readonly message: LocalizedText }[];
}

/** A mapping somebody saved. */
export interface SavedMapping {
  readonly id: string;
  readonly name: string;
  readonly shared: boolean;
  /** Whether the caller may change it. */
  readonly own: boolean;
  readonly body: Omit<FileMapping, "name">;
}

const POLL_MS = 700;

/** Uploads a table; its id stands for it from then on. */
export async function uploadTable(file: File, onProgress: (part: number) => void): Promise<string> {
  const { name, size } = file;
  const begun = await post<BegunUpload>("/imports:upload", { name, size });
  await sendFile(begun.upload, file, onProgress);
  return begun.id;
}

/** Asks what the columns of an uploaded table mean; of a workbook, one sheet is read. */
export async function analyzeUpload(given: {
  readonly upload: string;
  readonly name: string;
  readonly sheet: string | null;
}): Promise<AnalyzedFile> {
  const { files } = await post<{ readonly files: readonly AnalyzedFile[] }>("/imports:analyze", {
    files: [given],
  });
  const [file] = files;
  if (!file) throw new Error("the answer has no file");
  return file;
}

/** Starts an import; a dry run stores nothing. */
export async function startImport(files: readonly PreparedFile[], dryRun: boolean): Promise<string> {
  const started = await post<{ readonly id: string }>("/imports", importBody(files, dryRun), {
    headers: idempotencyKey(),
  });
  return started.id;
}

/** Follows an import until it ended. */
export function useImport(id: () => string | null) {
  return useQuery({
    queryKey: computed(() => ["import", id()]),
    enabled: computed(() => id() !== null),
    queryFn: ({ signal }) => get<ImportState>(`/imports/${encodeURIComponent(id() ?? "")}`, {}, signal),
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? POLL_MS : false),
  });
}

/** Follows the job that undoes an import. */
export function useUndoJob(id: () => string | null) {
  return useQuery({
    queryKey: computed(() => ["undo-job", id()]),
    enabled: computed(() => id() !== null),
    queryFn: ({ signal }) => get<FollowedJob>(`/jobs/${encodeURIComponent(id() ?? "")}`, {}, signal),
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? POLL_MS : false),
  });
}

/** One's own imports, newest first. */
export function useImports() {
  return useQuery({
    queryKey: ["imports"],
    queryFn: ({ signal }) =>
      get<{ readonly items: readonly ListedImport[] }>("/imports", { limit: "50" }, signal),
  });
}

export function isUnderWay(state: Pick<ImportState, "state"> | undefined): boolean {
  return state === undefined || state.state === "queued" || state.state === "running";
}

/** What can be done with an import under way, and its undoing. */
export function useImportActions() {
  const client = useQueryClient();
  const renew = async () => {
    for (const key of ["import", "imports", "jobs", "undo-job"])
      await client.invalidateQueries({ queryKey: [key] });
  };
  return {
    async act(id: string, action: "pause" | "resume" | "cancel"): Promise<void> {
      await post(`/jobs/${encodeURIComponent(id)}:${action}`, {});
      await renew();
    },
    async undo(id: string): Promise<void> {
      await post(`/imports/${encodeURIComponent(id)}:undo`, {});
      await renew();
    },
  };
}

/** Downloads the rows with problems, in the format of the file itself. */
export async function downloadErrors(id: string, file: string): Promise<void> {
  const path = `/imports/${encodeURIComponent(id)}/errors/link`;
  const { url } = await get<{ readonly url: string }>(path, { file });
  window.location.assign(url);
}

/** One's own mappings and those that others share. */
export function useMappings() {
  return useQuery({
    queryKey: ["import-mappings"],
    queryFn: ({ signal }) => get<{ readonly items: readonly SavedMapping[] }>("/import-mappings", {}, signal),
  });
}

export async function saveMapping(
  id: string,
  mapping: Pick<SavedMapping, "name" | "shared" | "body">,
): Promise<void> {
  await call(`/import-mappings/${encodeURIComponent(id)}`, { method: "PUT", body: mapping });
}

export async function removeMapping(id: string): Promise<void> {
  await call(`/import-mappings/${encodeURIComponent(id)}`, { method: "DELETE" });
}
