import type { LocalizedText } from "#engine";
import { useQuery } from "@tanstack/vue-query";
import { get, post } from "../../api/http.ts";
import type { PublishedDocument } from "../designer/draft-documents.ts";
import type { PlannedChange } from "./plan-words.ts";

/** One right that holders of a role gain or lose. */
export interface RightDifference {
  /** API name, `*` for every other object; empty: a capability. */
  readonly object: string;
  readonly right: string;
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export interface AccessChange {
  readonly role: string;
  readonly label: LocalizedText;
  /** Active people who hold the role. */
  readonly people: number;
  /** Names of the first few. */
  readonly names: readonly string[];
  readonly differences: readonly RightDifference[];
}

/** Answer of `POST /metadata/plan`. */
export interface PublishPlan {
  readonly id: string;
  readonly baseVersion: number;
  readonly changes: readonly PlannedChange[];
  /** Mentions of renamed elements that follow by themselves. */
  readonly automatic: readonly {
    readonly kind: string;
    readonly apiName: string;
    readonly pointer: string;
    readonly before: string;
    readonly after: string;
  }[];
  readonly access: readonly AccessChange[];
  readonly refused: readonly {
    readonly code: string;
    readonly pointer: string;
    readonly message: LocalizedText | string;
  }[];
}

export interface PublishedVersion {
  readonly version: number;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly note: string;
  readonly changes: number;
}

/** The plan of the working copy as it is now. */
export function usePlan() {
  return useQuery({
    queryKey: ["publish-plan"],
    queryFn: () => post<PublishPlan>("/metadata/plan"),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

/** Published versions, newest first. */
export function useVersions() {
  return useQuery({
    queryKey: ["versions"],
    queryFn: async () =>
      (await get<{ readonly items: readonly PublishedVersion[] }>("/metadata/versions", { limit: 100 }))
        .items,
  });
}

/** What differs between two versions, and the documents of the newer one, which say how its elements are called. */
export async function compareVersions(version: number, against: number): Promise<VersionDifference> {
  const [{ changes }, { documents }] = await Promise.all([
    get<{ readonly changes: readonly VersionChange[] }>(`/metadata/versions/${version}`, { against }),
    get<Pick<VersionDifference, "documents">>(`/metadata/versions/${version}`),
  ]);
  const harmless = { class: "safe", affected: 0, samples: [], usedBy: [] } as const;
  return { changes: changes.map((one) => ({ ...one, ...harmless })), documents };
}

type VersionChange = Omit<PlannedChange, "class" | "affected" | "samples" | "usedBy">;

export interface VersionDifference {
  readonly changes: readonly PlannedChange[];
  readonly documents: readonly PublishedDocument[];
}

/** What was published, and the background jobs it started. */
export interface Publication {
  readonly version: number;
  readonly jobs: readonly { readonly id: string; readonly kind: string }[];
}

/** Publishes what this plan shows; 409 when the draft or the data moved since. */
export function publishPlan(plan: string, note: string): Promise<Publication> {
  return post("/metadata/publish", { plan, ...(note.trim() === "" ? {} : { note: note.trim() }) });
}

/** What going back to an older version would do. */
export function planRollBack(version: number): Promise<PublishPlan> {
  return post(`/metadata/versions/${version}:plan`);
}

/** Publishes an older version again as its plan showed it; 409 when the data moved since. */
export function rollBackTo(version: number, plan: string): Promise<Publication> {
  return post("/metadata/rollback", { version, plan });
}

/** Takes every mention of an element out of the working copy; 409 with the list when one of them needs a decision. */
export function removeUses(element: { readonly kind: string; readonly target: string }): Promise<unknown> {
  return post("/metadata/draft:repair", { element });
}
