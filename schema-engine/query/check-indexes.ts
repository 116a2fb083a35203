import type { CompositeIndex, ObjectDefinition } from "../contract/metadata/object.ts";
import type { ObjectModel } from "../contract/model.ts";
import { invalid, type Problem } from "../contract/problem.ts";
import { queryField } from "./query-field.ts";

/** Composite indexes name fields that have an order, each once, and no two are the same. Unknown names are reported as such. */
export function checkIndexes(
  object: ObjectModel,
  { indexes = [] }: Pick<ObjectDefinition, "indexes">,
): readonly Problem[] {
  const seen = new Set<string>();
  return indexes.flatMap((one, at) => {
    const key = JSON.stringify([one.equal, one.sort ?? null]);
    const isRepeated = seen.has(key);
    seen.add(key);
    return [
      ...(isRepeated ? [repeated(`/indexes/${at}`)] : []),
      ...(one.equal.length === 0 && one.sort === undefined ? [empty(`/indexes/${at}/equal`)] : []),
      ...namesOf(one).flatMap(({ name, part }) => {
        const field = queryField(object, name);
        return field && !field.encode ? [unordered(`/indexes/${at}/${part}`, name)] : [];
      }),
      ...(one.sort !== undefined && one.equal.includes(one.sort) ? [both(`/indexes/${at}/sort`)] : []),
    ];
  });
}

function namesOf({
  equal,
  sort,
}: CompositeIndex): readonly { readonly name: string; readonly part: string }[] {
  return [
    ...equal.map((name, which) => ({ name, part: `equal/${which}` })),
    ...(sort === undefined ? [] : [{ name: sort, part: "sort" }]),
  ];
}

const repeated = (pointer: string): Problem =>
  invalid(pointer, "duplicate_index", {
    "zh-CN": "已有一个相同的索引。",
    en: "There is such an index already.",
  });
const empty = (pointer: string): Problem =>
  invalid(pointer, "required", {
    "zh-CN": "请至少选择一个筛选字段或排序字段。",
    en: "Choose at least one field to narrow by or to order by.",
  });
const unordered = (pointer: string, name: string): Problem =>
  invalid(pointer, "not_sortable", {
    "zh-CN": `字段“${name}”没有顺序，不能放进索引。`,
    en: `The field “${name}” has no order, so it cannot be part of an index.`,
  });
const both = (pointer: string): Problem =>
  invalid(pointer, "duplicate_name", {
    "zh-CN": "排序字段不能同时是筛选字段。",
    en: "The field to order by cannot be one of those to narrow by.",
  });
