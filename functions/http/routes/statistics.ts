import { fillStatistics } from "../../operations/records/fill-statistics.ts";
import { statisticsAnswer } from "../answers/aggregate.ts";
import type { AdminContext } from "../context.ts";
import { ok, refused, type RouteTable } from "../route.ts";

/** How well an object's fields are filled. */
export function addStatisticsRoutes(table: RouteTable, context: AdminContext): void {
  table.add({
    method: "GET",
    path: "/objects/{object}/statistics",
    access: "member",
    describe: {
      summary: { "zh-CN": "字段填写情况", en: "How well fields are filled" },
      tag: "records",
      answer: statisticsAnswer,
    },
    async handle({ caller, parameters }) {
      const { object = "" } = parameters;
      const answer = await fillStatistics(context, caller, { object });
      return answer.ok ? ok(answer.value) : refused(...answer.problems);
    },
  });
}
