import type { ObjectModel } from "../contract/model.ts";
import type { Problem } from "../contract/problem.ts";
import type { IndexAdvice, QueryPlan } from "../contract/query.ts";
import { queryField } from "./query-field.ts";

/**
 * What to answer when a query would have to read and sort more records than its budget. Names the index that would
 * help, so that an administrator can add it.
 */
export function needsIndex(object: ObjectModel, plan: QueryPlan, advice: IndexAdvice | null = null): Problem {
  const key = plan.sort.find((one) => queryField(object, one.field)?.model) ?? plan.sort[0];
  const name = key?.field ?? advice?.sort ?? "";
  return {
    kind: "invalid",
    code: "needs_index",
    pointer: "/sort",
    message: {
      "zh-CN": `记录太多，无法在没有索引的情况下按“${name}”排序。请缩小筛选范围，或请管理员添加索引。`,
      en: `There are too many records to sort by “${name}” without an index. Narrow the filter, or ask an administrator to add the index.`,
    },
    details: { field: name, budget: plan.budget, advice: advice as never },
  };
}
