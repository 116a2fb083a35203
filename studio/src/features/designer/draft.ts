import type { Json, JsonObject } from "#engine";
import { useQuery, useQueryClient, type QueryClient } from "@tanstack/vue-query";
import { computed } from "vue";
import { call, get, post, type Ask } from "../../api/http.ts";
import { useCapability } from "../../api/me.ts";
import { useMetadata } from "../../api/metadata.ts";
import { designDocuments, type DesignDocument, type DraftEntry } from "./draft-documents.ts";

interface DraftAnswer {
  readonly baseVersion: number;
  readonly documents: readonly DraftEntry[];
}

/** Whose save this continues: what the admin's screen was filled from. */
export interface Loaded {
  /** Revision of the working copy; 0: there was none. */
  readonly revision: number;
  /** Published version. */
  readonly version: number;
}

/** A document and what its save continues. */
export interface Continued {
  readonly kind: string;
  readonly apiName: string;
  readonly loaded: Loaded;
}

/** Answer of `POST /metadata/draft/{kind}/{apiName}:merge`. */
export interface DraftMerge extends Loaded {
  /** Both sides' changes; at conflicts what is mine. Null: both removed the document. */
  readonly merged: JsonObject | null;
  readonly conflicts: readonly DraftConflict[];
  /** What the other admin saved; null: the document goes. */
  readonly theirs: JsonObject | null;
}

/** A place that two admins changed differently; absent values are null. `pointer` leads into `merged`. */
export interface DraftConflict {
  readonly pointer: string;
  readonly base: Json;
  readonly mine: Json;
  readonly theirs: Json;
}

const key = ["draft"];

/** The working copy of the workspace's metadata laid over what is published, and the ways to change it. */
export function useDraft() {
  const client = useQueryClient();
  const metadata = useMetadata();
  const mayManage = useCapability("metadata.manage");
  const draft = useQuery({
    queryKey: key,
    enabled: mayManage,
    queryFn: ({ signal }) => get<DraftAnswer>("/metadata/draft", {}, signal),
  });
  const documents = (kind: string): readonly DesignDocument[] =>
    designDocuments(kind, metadata.data.value?.documents ?? [], draft.data.value?.documents ?? []);
  const kinds = computed(() => [...new Set((draft.data.value?.documents ?? []).map((one) => one.kind))]);
  const unpublished = computed(() =>
    kinds.value.flatMap((kind) => documents(kind)).filter((one) => one.state !== "same"),
  );

  /** Published version that what is shown was loaded with. */
  const version = (): number => draft.data.value?.baseVersion ?? 0;

  const { save, saveOver } = draftSaves(client);

  /** Marks a published document for deletion; a working copy that was never published is dropped. */
  async function remove(document: DesignDocument): Promise<void> {
    const query = document.published === null ? { discard: true } : {};
    await call(address(document.kind, document.apiName), { method: "DELETE", query });
    await client.invalidateQueries({ queryKey: key });
  }

  /** Drops the working copy: the document is as published again. */
  async function discard(kind: string, apiName: string): Promise<void> {
    await call(address(kind, apiName), { method: "DELETE", query: { discard: true } });
    await client.invalidateQueries({ queryKey: key });
  }

  return {
    /** Whether the caller may change metadata; without it only what is published is shown. */
    mayManage,
    documents,
    unpublished,
    version,
    save,
    saveOver,
    merge,
    remove,
    discard,
    isPending: computed(() => metadata.isPending.value || (mayManage.value && draft.isPending.value)),
    error: computed(() => metadata.error.value ?? draft.error.value),
    refetch: () => Promise.all([metadata.refetch(), draft.refetch()]),
  };
}

export type Draft = ReturnType<typeof useDraft>;

/** The ways to store one working copy. */
function draftSaves(client: QueryClient) {
  /** Saves whatever is there: for documents that are new. */
  async function save(kind: string, apiName: string, body: unknown): Promise<DraftEntry> {
    return sent(address(kind, apiName), { method: "PUT", body });
  }

  /** Saves what continues `loaded`; 412 when another admin saved or published since. */
  async function saveOver({ kind, apiName, loaded }: Continued, body: unknown): Promise<DraftEntry> {
    const headers = { "If-Match": `"${String(loaded.revision)}"` };
    return sent(address(kind, apiName), {
      ...{ method: "PUT", body, headers },
      query: { baseVersion: loaded.version },
    });
  }

  async function sent(path: string, ask: Ask): Promise<DraftEntry> {
    const answer = await call<DraftEntry>(path, ask);
    client.setQueryData<DraftAnswer>(key, (before) => before && withEntry(before, answer.body));
    return answer.body;
  }

  return { save, saveOver };
}

/** What another admin saved meanwhile together with what is wanted here; nothing is stored. */
function merge(
  { kind, apiName }: { readonly kind: string; readonly apiName: string },
  sides: { readonly base: unknown; readonly mine: unknown },
): Promise<DraftMerge> {
  return post<DraftMerge>(`${address(kind, apiName)}:merge`, sides);
}

function address(kind: string, apiName: string): string {
  return `/metadata/draft/${kind}/${encodeURIComponent(apiName)}`;
}

function withEntry(answer: DraftAnswer, entry: DraftEntry): DraftAnswer {
  const others = answer.documents.filter((one) => one.kind !== entry.kind || one.apiName !== entry.apiName);
  return { ...answer, documents: [...others, entry] };
}
