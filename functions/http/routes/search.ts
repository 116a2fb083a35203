import { searchRecords } from "../../operations/records/search-records.ts";
import { searchAnswer } from "../answers/records.ts";
import type { ApiContext } from "../context.ts";
import { badParameter } from "../problems.ts";
import { limitOf } from "../query-parameters.ts";
import { ok, refused, type RouteTable } from "../route.ts";

/** Keyword search across objects. */
export function addSearchRoutes(table: RouteTable, context: ApiContext): void {
  table.add({
    method: "GET",
    path: "/search",
    access: "member",
    describe: {
      summary: { "zh-CN": "跨对象关键字搜索", en: "Keyword search across objects" },
      tag: "records",
      query: [
        { name: "q", schema: { type: "string", maxLength: 200 }, required: true },
        { name: "object", schema: { type: "string" } },
        { name: "limit", schema: { type: "integer", minimum: 1, maximum: 50, default: 20 } },
        { name: "cursor", schema: { type: "string" } },
      ],
      answer: searchAnswer,
    },
    async handle({ caller, query }) {
      const limit = limitOf(query, { fallback: 20, most: 50 });
      if (!limit.ok) return refused(...limit.problems);
      const text = query.get("q");
      if (text === undefined) return refused(missingText);
      const request = { text, object: query.get("object") ?? null, limit: limit.value };
      const cursor = query.get("cursor") ?? null;
      const found = await searchRecords(context, caller, { ...request, cursor });
      return found.ok ? ok(found.value) : refused(...found.problems);
    },
  });
}

const missingText = badParameter("q", {
  "zh-CN": "请给出要搜索的内容。",
  en: "the text to look for is missing.",
});
