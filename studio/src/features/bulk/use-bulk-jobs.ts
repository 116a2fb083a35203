import { useQueryClient } from "@tanstack/vue-query";
import { useRouter } from "vue-router";
import { ApiError } from "../../api/api-error.ts";
import { readJob, startBulk, undoJob, type BulkRequest, type StartedJob } from "../../api/bulk.ts";
import { useTexts } from "../../i18n/i18n.ts";
import { useJobNotices } from "./job-notices.ts";

/** How often a job is looked at while its notice is shown; milliseconds. */
const LOOK_EVERY_MS = 700;

/** Starts bulk jobs and undoes them; a notice follows each to its end and offers to undo it. */
export function useBulkJobs() {
  const client = useQueryClient();
  const toast = useToast();
  const router = useRouter();
  const { t } = useTexts();
  const notices = useJobNotices(() => void router.push("/settings/jobs"));

  async function start(request: BulkRequest): Promise<void> {
    const job = await startBulk(request);
    const isUndoable = request.action.kind !== "workflow";
    void follow(job, request.object, isUndoable);
  }
  async function follow(started: StartedJob, object: string, isUndoable: boolean): Promise<void> {
    const { id } = toast.add(notices.working());
    const job = await ended(started);
    await refresh(object);
    const undo = isUndoable ? () => void takeBack(job.id, object) : null;
    toast.update(id, notices.done(job, undo));
  }
  /** Undoes a job; null: records of any object may change. */
  async function takeBack(id: string, object: string | null): Promise<void> {
    try {
      const notice = toast.add({ title: t("bulk.undoing"), icon: "i-lucide-undo-2", duration: 0 });
      const job = await ended(await undoJob(id));
      await refresh(object);
      toast.update(notice.id, notices.undone(job));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.add({ title: error.problems[0]?.message ?? error.message, color: "error" });
    }
  }
  async function refresh(object: string | null): Promise<void> {
    await Promise.all([
      client.invalidateQueries({ queryKey: object === null ? ["records"] : ["records", object] }),
      client.invalidateQueries({ queryKey: ["jobs"] }),
      client.invalidateQueries({ queryKey: ["bin"] }),
    ]);
  }
  return { start, takeBack };
}

async function ended(job: StartedJob): Promise<StartedJob> {
  let now = job;
  while (now.state === "queued" || now.state === "running") {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    now = await readJob(job.id);
  }
  return now;
}
