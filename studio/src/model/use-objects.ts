import { computed, type ComputedRef } from "vue";
import { useMe } from "../api/me.ts";
import { useMetadata } from "../api/metadata.ts";
import { objectsOf, type ObjectInfo } from "./object-info.ts";

/** All objects the caller may see, kept fresh while the page is open. */
export function useObjects() {
  const metadata = useMetadata();
  const me = useMe();
  const objects: ComputedRef<ReadonlyMap<string, ObjectInfo>> = computed(() =>
    objectsOf(metadata.data.value?.documents ?? [], me.data.value?.objects ?? {}),
  );
  const pending = computed(() => metadata.isPending.value || me.isPending.value);
  const error = computed(() => metadata.error.value ?? me.error.value);
  return { objects, pending, error, me, version: computed(() => metadata.data.value?.version ?? 0) };
}
