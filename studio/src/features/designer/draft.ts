import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed } from "vue";
import { call, get } from "../../api/http.ts";
import { useCapability } from "../../api/me.ts";
import { useMetadata } from "../../api/metadata.ts";
import { designDocuments, type DesignDocument, type DraftEntry } from "./draft-documents.ts";

interface DraftAnswer {
  readonly baseVersion: number;
  readonly documents: readonly DraftEntry[];
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

  async function save(kind: string, apiName: string, body: unknown): Promise<DraftEntry> {
    const answer = await call<DraftEntry>(address(kind, apiName), { method: "PUT", body });
    client.setQueryData<DraftAnswer>(key, (before) => before && withEntry(before, answer.body));
    return answer.body;
  }

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
    save,
    remove,
    discard,
    isPending: computed(() => metadata.isPending.value || (mayManage.value && draft.isPending.value)),
    error: computed(() => metadata.error.value ?? draft.error.value),
    refetch: () => Promise.all([metadata.refetch(), draft.refetch()]),
  };
}

export type Draft = ReturnType<typeof useDraft>;

function address(kind: string, apiName: string): string {
  return `/metadata/draft/${kind}/${encodeURIComponent(apiName)}`;
}

function withEntry(answer: DraftAnswer, entry: DraftEntry): DraftAnswer {
  const others = answer.documents.filter((one) => one.kind !== entry.kind || one.apiName !== entry.apiName);
  return { ...answer, documents: [...others, entry] };
}
