import { revealValue } from "../../operations/records/reveal-value.ts";
import type { AdminContext } from "../context.ts";
import { ok, refused, type RouteTable } from "../route.ts";
import { closed } from "../schemas.ts";

/** The clear value of a sealed field; each time is recorded. */
export function addRevealRoutes(table: RouteTable, context: AdminContext): void {
  table.add({
    method: "POST",
    path: "/objects/{object}/records/{id}/fields/{field}:reveal",
    access: "member",
    describe: {
      summary: {
        "zh-CN": "查看加密字段的完整内容；每次查看都会记入时间线",
        en: "The clear value of an encrypted field; recorded in the timeline each time",
      },
      tag: "records",
      answer: closed({ value: { type: "string" } }, ["value"]),
    },
    async handle({ caller, parameters }) {
      const { object = "", id = "", field = "" } = parameters;
      const revealed = await revealValue(context, caller, { object, id, field });
      return revealed.ok ? ok({ value: revealed.value }) : refused(...revealed.problems);
    },
  });
}
