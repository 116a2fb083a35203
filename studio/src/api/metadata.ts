import { useQuery, useQueryClient, type QueryClient } from "@tanstack/vue-query";
import { watch } from "vue";
import type { MetadataAnswer } from "./answers.ts";
import { call } from "./http.ts";

const key = ["metadata"];
const POLL_MS = 10_000;

/** Published metadata as the caller may see it; asked for again every 10 seconds and on focus, mostly answered by 304. */
export function useMetadata() {
  const client = useQueryClient();
  return useQuery({
    queryKey: key,
    queryFn: () => readMetadata(client),
    refetchInterval: POLL_MS,
    staleTime: 5_000,
  });
}

/** Asks anew for all that hangs on the metadata's version, once it moved. For the shell: call it once. */
export function useFreshness(): void {
  const client = useQueryClient();
  const { data } = useMetadata();
  watch(
    () => data.value?.version,
    (version, before) => {
      if (before === undefined || version === before) return;
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== key[0] });
    },
  );
}

/** Takes up a newly published version at once; for the page that published it. */
export function useRefreshMetadata(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: key });
}

async function readMetadata(client: QueryClient): Promise<MetadataAnswer> {
  const known = client.getQueryData<MetadataAnswer>(key);
  const headers: Record<string, string> = known ? { "If-None-Match": `"${String(known.version)}"` } : {};
  const { status, body } = await call<MetadataAnswer>("/metadata", { headers });
  return status === 304 && known ? known : body;
}
