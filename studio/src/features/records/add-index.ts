import type { IndexAdvice, ObjectDefinition } from "#engine";
import { ref } from "vue";
import { useRouter } from "vue-router";
import { withIndex } from "../designer/index-edits.ts";
import { useDraft } from "../designer/draft.ts";

/** Puts an index that would make a query cheap into the draft, and leads to where it is published. */
export function useAddIndex() {
  const draft = useDraft();
  const router = useRouter();
  const isBusy = ref(false);

  async function add(object: string, advice: IndexAdvice): Promise<void> {
    const found = draft.documents("object").find((one) => one.apiName === object);
    if (!found) return;
    isBusy.value = true;
    try {
      const { kind, apiName, revision, body } = found;
      const changed = withIndex(body as unknown as ObjectDefinition, advice);
      await draft.saveOver({ kind, apiName, loaded: { revision, version: draft.version() } }, changed);
      await router.push("/settings/publish");
    } finally {
      isBusy.value = false;
    }
  }

  return { add, isBusy, mayManage: draft.mayManage };
}
