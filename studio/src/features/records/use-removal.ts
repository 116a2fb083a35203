import { useQueryClient } from "@tanstack/vue-query";
import { ApiError } from "../../api/api-error.ts";
import { deleteRecord, restoreRecord } from "../../api/records.ts";
import { useTexts } from "../../i18n/i18n.ts";

/** Something to delete, with the name it is spoken of by. */
export interface Removable {
  readonly object: string;
  readonly id: string;
  readonly version: number | null;
  readonly name: string;
}

/** Deleting a record from where it is listed: it is gone at once, and a notice offers to bring it back. */
export function useRemoval() {
  const client = useQueryClient();
  const toast = useToast();
  const { t } = useTexts();

  function tell(error: unknown): void {
    const text = error instanceof ApiError ? (error.problems[0]?.message ?? error.message) : String(error);
    const icon = "i-lucide-circle-alert";
    toast.add({ title: t("records.refused"), description: text, color: "error", icon });
  }
  const refresh = (object: string) => client.invalidateQueries({ queryKey: ["records", object] });
  async function bringBack({ object, id }: Removable): Promise<void> {
    try {
      await restoreRecord(object, id);
      await refresh(object);
    } catch (error) {
      tell(error);
    }
  }
  /** True: it is in the bin now. */
  async function remove(gone: Removable): Promise<boolean> {
    try {
      await deleteRecord(gone);
    } catch (error) {
      tell(error);
      return false;
    }
    const undo = () => void bringBack(gone);
    toast.add({
      title: t("records.deleted", { name: gone.name }),
      icon: "i-lucide-trash-2",
      actions: [{ label: t("ui.undo"), color: "neutral", variant: "outline", onClick: undo }],
    });
    await refresh(gone.object);
    return true;
  }
  return { remove, tell };
}
