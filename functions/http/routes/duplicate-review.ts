import { startUndo } from "../../operations/undo/start-undo.ts";
import type { AdminContext } from "../context.ts";
import { refused, type MemberRoute, type RouteTable } from "../route.ts";
import { closed, text } from "../schemas.ts";

/** Looking through duplicates that exist, and taking merges back. */
export function addDuplicateReviewRoutes(table: RouteTable, context: AdminContext): void {
  for (const route of [undoMerge(context)]) table.add(route);
}

function undoMerge(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/merges/{id}:undo",
    access: "member",
    describe: {
      summary: { "zh-CN": "撤销合并（后台任务）", en: "Take a merge back, as a background job" },
      tag: "cleansing",
      answer: closed({ job: text }, ["job"]),
      status: 202,
    },
    async handle({ caller, parameters }) {
      const started = await startUndo(context, caller, parameters["id"] ?? "");
      return started.ok ? { status: 202, body: { job: started.value.id } } : refused(...started.problems);
    },
  };
}
