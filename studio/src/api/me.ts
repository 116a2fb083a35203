import type { Locale } from "#engine";
import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, type ComputedRef } from "vue";
import type { Me } from "./answers.ts";
import { call, get } from "./http.ts";

const key = ["me"];

/** The caller: who they are, what they may do. */
export function useMe() {
  return useQuery({ queryKey: key, queryFn: ({ signal }) => get<Me>("/me", {}, signal) });
}

/** Whether the caller has a capability; false until known. */
export function useCapability(capability: string): ComputedRef<boolean> {
  const { data } = useMe();
  return computed(() => data.value?.capabilities.includes(capability) ?? false);
}

/** Changes the caller's language or time zone on the server. */
export function useSaveMe() {
  const client = useQueryClient();
  return async (change: { readonly locale?: Locale; readonly timeZone?: string }): Promise<void> => {
    const { body } = await call<Me>("/me", { method: "PATCH", body: change });
    client.setQueryData(key, body);
  };
}
