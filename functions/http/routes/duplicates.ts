import { failure, success, type JsonObject, type Result } from "#engine";
import { findDuplicates } from "../../operations/cleansing/find-duplicates.ts";
import { duplicatesAnswer } from "../answers/duplicates.ts";
import type { ApiContext } from "../context.ts";
import { readShape, wrongKind } from "../read-shape.ts";
import { ok, refused, type RouteTable } from "../route.ts";
import { closed, recordValues, text } from "../schemas.ts";

/** Which records a new or stored one duplicates. */
export function addDuplicateRoutes(table: RouteTable, context: ApiContext): void {
  table.add({
    method: "POST",
    path: "/objects/{object}/duplicates:check",
    access: "member",
    describe: {
      summary: {
        "zh-CN": "查找与这些值或这条记录重复的记录",
        en: "Records that these values, or this record, duplicate",
      },
      tag: "cleansing",
      body: closed({ values: recordValues, id: text }, []),
      answer: duplicatesAnswer,
    },
    async handle({ caller, parameters: { object = "" }, body }) {
      const given = readQuestion(body);
      if (!given.ok) return refused(...given.problems);
      const found = await findDuplicates(context, caller, { object, ...given.value, surface: "create" });
      return found.ok ? ok(found.value) : refused(...found.problems);
    },
  });
}

function readQuestion(body: unknown): Result<{ readonly values: JsonObject; readonly id?: string }> {
  const shape = readShape(body, { optional: ["values", "id"] });
  if (!shape.ok) return shape;
  const { values = {}, id } = shape.value;
  if (typeof values !== "object" || values === null || Array.isArray(values))
    return failure(wrongKind("/values", { "zh-CN": "对象", en: "an object" }));
  if (id !== undefined && typeof id !== "string")
    return failure(wrongKind("/id", { "zh-CN": "记录编号", en: "the id of a record" }));
  return success({ values: values as JsonObject, ...(id === undefined ? {} : { id }) });
}
