import type { JsonObject } from "#engine";
import { useInfiniteQuery, useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import type { PageOf } from "../../api/answers.ts";
import { get, idempotencyKey, post } from "../../api/http.ts";

export type FlowKind = "workflow" | "journey";
export type RunStatus = "active" | "waiting" | "done" | "failed" | "exited";

/** A run of a workflow or journey. */
export interface FlowRun {
  readonly id: string;
  readonly definition: string;
  readonly kind: FlowKind;
  readonly version: number;
  readonly status: RunStatus;
  readonly reason?: string;
  readonly startedAt: string;
  readonly updatedAt: string;
  readonly record: { readonly object: string; readonly id: string; readonly name: string } | null;
  /** API name of the step it is at; null when it ended. */
  readonly current: string | null;
  readonly wakeAt?: string;
}

/** What happened at one step of a run. */
export interface RunStep {
  readonly step: string;
  readonly type: string;
  readonly at: string;
  readonly status: "done" | "waiting" | "failed" | "skipped";
  readonly input?: JsonObject;
  readonly result?: JsonObject;
  readonly effects?: readonly JsonObject[];
  readonly problems?: readonly { readonly code: string; readonly message: unknown }[];
}

export interface RunDetails extends FlowRun {
  readonly steps: readonly RunStep[];
}

const POLL_MS = 5_000;
const PAGE = 50;

/** Runs of one definition, newest first, asked for again while the page is open. */
export function useRuns(kind: FlowKind, name: () => string) {
  return useInfiniteQuery({
    queryKey: computed(() => ["runs", kind, name()]),
    queryFn: ({ pageParam, signal }) =>
      get<PageOf<FlowRun>>(
        `/${kind}s/${encodeURIComponent(name())}/runs`,
        { limit: PAGE, cursor: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    refetchInterval: POLL_MS,
  });
}

/** One run with all its steps; asked for again until it ended. */
export function useRun(id: () => string) {
  return useQuery({
    queryKey: computed(() => ["run", id()]),
    queryFn: ({ signal }) => get<RunDetails>(`/runs/${encodeURIComponent(id())}`, {}, signal),
    refetchInterval: ({ state }) => (isOver(state.data?.status) ? false : POLL_MS),
  });
}

/** Puts records into a journey. */
export function enroll(
  journey: string,
  who: { readonly recordIds: readonly string[] } | { readonly filter: unknown },
): Promise<{ readonly enrolled: number; readonly skipped: number }> {
  return post(`/journeys/${encodeURIComponent(journey)}:enroll`, who, { headers: idempotencyKey() });
}

export function isOver(status: RunStatus | undefined): boolean {
  return status === "done" || status === "failed" || status === "exited";
}

/** Colour name of a status in the design language. */
export const runColors: Readonly<Record<RunStatus | "skipped", string>> = {
  active: "blue",
  waiting: "orange",
  done: "green",
  failed: "red",
  exited: "neutral",
  skipped: "neutral",
};
