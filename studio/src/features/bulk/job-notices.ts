import type { StartedJob } from "../../api/bulk.ts";
import { useTexts } from "../../i18n/i18n.ts";

/** A notice with something to press stays this long; milliseconds. */
const STAYS_MS = 20_000;

const outlined = { color: "neutral", variant: "outline" } as const;

/** What the notices about bulk jobs say; `showJobs` leads to the list of background jobs. */
export function useJobNotices(showJobs: () => void) {
  const { t, say } = useTexts();
  const details = {
    label: t("bulk.details"),
    color: "neutral" as const,
    variant: "ghost" as const,
    onClick: showJobs,
  };
  const undoAction = (onClick: () => void) => ({ label: t("ui.undo"), ...outlined, onClick });
  return {
    working: () => ({
      title: t("bulk.working"),
      icon: "i-lucide-loader-circle",
      duration: 0,
      actions: [details],
    }),
    /** `undo` null: what it did cannot be taken back. */
    done(job: StartedJob, undo: (() => void) | null) {
      const { changed = 0, failed = 0 } = job.counts;
      const isUndoable = undo !== null && changed > 0;
      const actions = isUndoable ? [undoAction(undo), details] : [details];
      const shared = { duration: STAYS_MS, actions };
      if (job.state !== "done") {
        const description = say(job.errors[0]?.message);
        const icon = "i-lucide-circle-alert";
        return { ...shared, title: t("bulk.ended"), description, color: "warning" as const, icon };
      }
      return {
        ...shared,
        title: t("bulk.done", { changed }),
        description: failed > 0 ? t("bulk.failed", { failed }) : "",
        color: failed === 0 ? ("success" as const) : ("warning" as const),
        icon: "i-lucide-check",
      };
    },
    undone(job: StartedJob) {
      const { undone = 0, conflicts = 0 } = job.counts;
      return {
        title: t("bulk.undone", { undone }),
        description: conflicts > 0 ? t("bulk.conflicts", { conflicts }) : "",
        color: conflicts > 0 ? ("warning" as const) : ("success" as const),
        duration: STAYS_MS,
        actions: conflicts > 0 ? [details] : [],
      };
    },
  };
}
