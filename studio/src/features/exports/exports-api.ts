import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import type { Filter, LocalizedText } from "#engine";
import { get, idempotencyKey, post } from "../../api/http.ts";

/** What is exported: a list as it is on the screen. */
export interface ExportRequest {
  readonly object: string;
  readonly filter: Filter | undefined;
  readonly sort: readonly { readonly field: string; readonly direction?: "asc" | "desc" }[];
  /** Null: every field. */
  readonly fields: readonly string[] | null;
  readonly format: "csv" | "xlsx";
  readonly headings: "labels" | "apiNames";
}

export interface ExportState {
  readonly id: string;
  readonly state: "queued" | "running" | "paused" | "done" | "failed" | "cancelled";
  /** 0–1. */
  readonly progress: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly errors: readonly { readonly message: LocalizedText }[];
  readonly file: { readonly name: string; readonly size: number } | null;
}

const POLL_MS = 700;

/** Starts an export; its id. */
export async function startExport({ filter, ...request }: ExportRequest): Promise<string> {
  const body = { ...request, ...(filter === undefined ? {} : { filter }) };
  return (await post<{ readonly id: string }>("/exports", body, { headers: idempotencyKey() })).id;
}

/** Follows an export until it ended. */
export function useExport(id: () => string | null) {
  return useQuery({
    queryKey: computed(() => ["export", id()]),
    enabled: computed(() => id() !== null),
    queryFn: ({ signal }) => get<ExportState>(`/exports/${encodeURIComponent(id() ?? "")}`, {}, signal),
    refetchInterval: ({ state }) => (isWriting(state.data) ? POLL_MS : false),
  });
}

export function isWriting(state: ExportState | undefined): boolean {
  return state === undefined || state.state === "queued" || state.state === "running";
}

/** Downloads the file by an address that is good for a few minutes. */
export async function downloadExport(id: string): Promise<void> {
  const { url } = await get<{ readonly url: string }>(`/exports/${encodeURIComponent(id)}/file`);
  window.location.assign(url);
}
