import { failure, success, type Result } from "#engine";
import { mergeRecords, type MergeRecords } from "../../operations/cleansing/merge-records.ts";
import { mergeAnswer } from "../answers/duplicates.ts";
import type { ApiContext } from "../context.ts";
import { readShape, wrongKind } from "../read-shape.ts";
import { ok, refused, type RouteTable } from "../route.ts";
import { closed, dictionaryOf, text } from "../schemas.ts";

/** Making several records one. */
export function addMergeRoutes(table: RouteTable, context: ApiContext): void {
  table.add({
    method: "POST",
    path: "/objects/{object}/records/{id}:merge",
    access: "member",
    describe: {
      summary: {
        "zh-CN": "把其他记录合并到此记录；values 按字段指定保留哪条记录的值",
        en: "Merge other records into this one; `values` names the record whose value survives, by field",
      },
      tag: "cleansing",
      body: closed(
        {
          others: { type: "array", items: text, minItems: 1, maxItems: 10 },
          values: dictionaryOf(text),
          version: { type: "integer", minimum: 1 },
        },
        ["others"],
      ),
      answer: mergeAnswer,
      other: { 202: closed({ job: text }, ["job"]) },
    },
    async handle({ caller, parameters: { object = "", id = "" }, body, id: command }) {
      const given = readBody(body);
      if (!given.ok) return refused(...given.problems);
      const merged = await mergeRecords(context, caller, { ...given.value, object, id, command });
      if (!merged.ok) return refused(...merged.problems);
      return "job" in merged.value ? { status: 202, body: merged.value } : ok(merged.value);
    },
  });
}

type Given = Pick<MergeRecords, "others" | "choices" | "expectedVersion">;

function readBody(body: unknown): Result<Given> {
  const shape = readShape(body, { required: ["others"], optional: ["values", "version"] });
  if (!shape.ok) return shape;
  const { others, values = {}, version = null } = shape.value;
  if (!isListOfTexts(others))
    return failure(wrongKind("/others", { "zh-CN": "记录编号的列表", en: "a list of record ids" }));
  if (!isDictionaryOfTexts(values))
    return failure(
      wrongKind("/values", { "zh-CN": "字段到记录编号的对应", en: "an object of record ids by field" }),
    );
  if (version !== null && !(typeof version === "number" && Number.isInteger(version) && version > 0))
    return failure(wrongKind("/version", { "zh-CN": "正整数", en: "a positive integer" }));
  return success({ others, choices: values, expectedVersion: version });
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function isDictionaryOfTexts(value: unknown): value is Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((one) => typeof one === "string");
}
