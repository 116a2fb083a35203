import type { LocalizedText } from "#engine";
import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { get, post } from "../../api/http.ts";

export interface JobError {
  readonly row: number | null;
  readonly code: string;
  readonly message: LocalizedText;
  readonly record?: { readonly object: string; readonly id: string; readonly name: string };
}

export interface JobInfo {
  readonly id: string;
  readonly kind: string;
  readonly state: "queued" | "running" | "paused" | "done" | "failed" | "cancelled";
  /** 0–1. */
  readonly progress: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly errors: readonly JobError[];
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Records per second. */
  readonly rate: number | null;
  readonly etaSeconds: number | null;
  /** Until when it can be undone, and the job that does or did it; null: it cannot be. */
  readonly undo: { readonly until: string; readonly job: string | null } | null;
}

export type JobAction = "pause" | "resume" | "cancel" | "retry";

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly cursor: string | null;
}

const POLL_MS = 1_500;
const POLL_IDLE_MS = 20_000;

/** Whether a job has something left to do by itself. */
export function isUnderWay({ state }: Pick<JobInfo, "state">): boolean {
  return state === "queued" || state === "running";
}

/** Kinds that are done with once they are done, whatever they could not do. */
const onceOnly = /^(import|bulk-|bin-)/;

/** What can be done with a job in its state, the usual thing first. */
export function actionsOf({ state, kind, counts }: JobInfo): readonly JobAction[] {
  if (isUnderWay({ state })) return ["pause", "cancel"];
  if (state === "paused") return ["resume", "cancel"];
  const isClean = state === "done" && (onceOnly.test(kind) || (counts["errors"] ?? 0) === 0);
  return isClean ? [] : ["retry"];
}

/** Whether what a job did can be taken back now. */
export function canBeUndone({ state, undo }: JobInfo): boolean {
  const isOver = state === "done" || state === "failed" || state === "cancelled";
  return isOver && undo !== null && undo.job === null;
}

/** The newest jobs, looked at again while something runs. */
export function useJobs(enabled: () => boolean = () => true) {
  return useQuery({
    queryKey: ["jobs"],
    enabled,
    queryFn: ({ signal }) => get<Page<JobInfo>>("/jobs", { limit: "50" }, signal),
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? POLL_MS : POLL_IDLE_MS),
  });
}

/** All that a job could not do, page by page. */
export async function jobErrors(id: string, cursor: string | null): Promise<Page<JobError>> {
  const query = cursor === null ? { limit: "50" } : { limit: "50", cursor };
  return get<Page<JobError>>(`/jobs/${encodeURIComponent(id)}/errors`, query);
}

/** Stops, continues or repeats a job, and shows what became of it. */
export function useJobActions() {
  const client = useQueryClient();
  return {
    async act(id: string, action: JobAction): Promise<void> {
      await post(`/jobs/${encodeURIComponent(id)}:${action}`, {});
      await client.invalidateQueries({ queryKey: ["jobs"] });
    },
    async verify(): Promise<void> {
      await post("/verify", {});
      await client.invalidateQueries({ queryKey: ["jobs"] });
    },
  };
}
