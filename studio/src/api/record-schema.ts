import type { JsonObject, JsonSchema } from "#engine";
import { useQuery } from "@tanstack/vue-query";
import { computed, markRaw } from "vue";
import { get } from "./http.ts";

export interface RecordSchemaAnswer {
  readonly schema: JsonSchema;
  readonly uiSchema: JsonObject;
}

/** Schema and form of an object's records as this caller may use them. */
export function useRecordSchema(object: () => string) {
  return useQuery({
    queryKey: computed(() => ["schema", object()]),
    queryFn: async () => markRaw(await get<RecordSchemaAnswer>(`/objects/${object()}/schema`)),
    staleTime: 60_000,
  });
}
