import { computed, type ComputedRef } from "vue";
import { useMe } from "../../api/me.ts";
import { useOwnViews } from "../../api/views.ts";
import type { ObjectInfo } from "../../model/object-info.ts";
import { viewEntries, type ViewEntry } from "./view-entries.ts";

/** Views of an object that the caller can choose between. */
export function useViews(object: () => ObjectInfo | undefined): ComputedRef<readonly ViewEntry[]> {
  const own = useOwnViews();
  const me = useMe();
  return computed(() => {
    const shown = object();
    if (!shown) return [];
    return viewEntries({
      object: shown.apiName,
      shared: shown.views,
      own: own.data.value?.items ?? [],
      roles: me.data.value?.roles ?? [],
      preferences: own.data.value?.preferences,
    });
  });
}
