import type { LocalizedText } from "#engine";
import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { call, get, idempotencyKey, post } from "../../api/http.ts";
import { importBody, type AnalyzedFile, type PreparedFile } from "./import-plan.ts";

/** What became of one file. */
export interface FileResult {
  readonly name: string;
  readonly object: string;
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
  readonly failed: number;
  readonly problems: readonly {
    readonly row: number;
    readonly column: string;
    readonly code: string;
    readonly message: LocalizedText | string;
    readonly value: string;
    readonly fatal?: boolean;
  }[];
}

export interface ImportState {
  readonly id: string;
  readonly state: "queued" | "running" | "done" | "failed" | "cancelled";
  /** 0–1. */
  readonly progress: number;
  readonly dryRun: boolean;
  readonly files: readonly FileResult[];
  readonly errors?: readonly { readonly message: LocalizedText | string }[];
}

const POLL_MS = 700;

/** Asks what the columns of these files mean. */
export async function analyzeFiles(
  files: readonly { readonly name: string; readonly text: string }[],
): Promise<readonly AnalyzedFile[]> {
  return (await post<{ readonly files: readonly AnalyzedFile[] }>("/imports:analyze", { files })).files;
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

export function isUnderWay(state: ImportState | undefined): boolean {
  return state === undefined || state.state === "queued" || state.state === "running";
}

/** Rows with problems as CSV. */
export async function readErrorFile(id: string, name: string): Promise<string> {
  const answer = await call<string>(`/imports/${encodeURIComponent(id)}/errors`, { query: { file: name } });
  return answer.body;
}
