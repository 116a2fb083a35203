import type { ObjectModel } from "../contract/model.ts";
import type { Problem } from "../contract/problem.ts";
import type { QueryPlan } from "../contract/query.ts";
import { queryField } from "./query-field.ts";

/**
 * What to answer when a page ended with neither items nor a position: the plan had to collect and sort more records
 * than its budget. Names the field whose index would help.
 */
export function needsIndex(object: ObjectModel, plan: QueryPlan): Problem {
  const key = plan.sort.find((one) => queryField(object, one.field)?.model) ?? plan.sort[0];
  const name = key?.field ?? "";
  return {
    kind: "invalid",
    code: "needs_index",
    pointer: "/sort",
    message: {
      "zh-CN": `记录太多，无法在没有索引的情况下按“${name}”排序。请缩小筛选范围，或请管理员为该字段开启“可筛选和排序”。`,
      en: `There are too many records to sort by “${name}” without an index. Narrow the filter, or ask an administrator to make the field filterable and sortable.`,
    },
    details: { field: name, budget: plan.budget },
  };
}
