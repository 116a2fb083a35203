import { useQueryClient } from "@tanstack/vue-query";
import { ref } from "vue";
import { mergeRecords, undoMerge } from "../../api/duplicates.ts";
import { useTexts } from "../../i18n/i18n.ts";
import { useRemoval } from "../records/use-removal.ts";

/** Merging records, with a notice that offers to take it back. */
export function useMerge() {
  const refresh = useRefresh();
  const toast = useToast();
  const { t } = useTexts();
  const { tell } = useRemoval();
  const busy = ref(false);

  async function takeBack(object: string, merge: string): Promise<void> {
    try {
      await undoMerge(merge);
      toast.add({ title: t("cleansing.undone"), icon: "i-lucide-undo-2" });
      await refresh(object);
    } catch (error) {
      tell(error);
    }
  }
  /** True: it took place, or goes on in the background. */
  async function merge(
    target: { readonly object: string; readonly id: string; readonly version: number },
    given: {
      readonly others: readonly string[];
      readonly values: Readonly<Record<string, string>>;
      readonly name: string;
    },
  ): Promise<boolean> {
    const { name, ...body } = given;
    busy.value = true;
    try {
      const answer = await mergeRecords(target, body);
      if ("job" in answer) toast.add({ title: t("cleansing.mergeStarted"), icon: "i-lucide-merge" });
      else {
        const undo = () => void takeBack(target.object, answer.merge);
        toast.add({
          title: t("cleansing.merged", { name }),
          icon: "i-lucide-merge",
          actions: [{ label: t("ui.undo"), color: "neutral", variant: "outline", onClick: undo }],
        });
      }
      await refresh(target.object);
      return true;
    } catch (error) {
      tell(error);
      return false;
    } finally {
      busy.value = false;
    }
  }
  return { merge, busy };
}

/** Reads again what a merge touches. */
function useRefresh() {
  const client = useQueryClient();
  return async (object: string): Promise<void> => {
    const keys = [["records", object], ["duplicates", object], ["jobs"]];
    await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
  };
}
