import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import type { Person } from "./answers.ts";
import { get } from "./http.ts";

/** Everybody of the workspace. */
export function usePeople() {
  return useQuery({
    queryKey: ["users"],
    queryFn: async () => (await get<{ readonly items: readonly Person[] }>("/users")).items,
    staleTime: 60_000,
  });
}

/** Name of a person by id; the id itself until known. */
export function usePersonName() {
  const { data } = usePeople();
  const names = computed(() => new Map(data.value?.map((one) => [one.id, one.name])));
  return (id: string): string => names.value.get(id) ?? id;
}
