import type { MetadataDocument } from "../contract/metadata/kind.ts";
import type { DuplicateRuleDefinition } from "../contract/metadata/duplicate-rule.ts";
import { invalid, type Problem } from "../contract/problem.ts";
import { isComparable } from "../cleansing/rule-model.ts";
import { bilingual } from "../shared/locale.ts";
import type { CheckContext } from "./check-context.ts";

/** Every field of a duplicate rule must have values that can be compared that way; unknown ones are `unknown_reference`s. */
export function checkDuplicateRule(document: MetadataDocument, { model }: CheckContext): readonly Problem[] {
  if (document.kind !== "duplicateRule") return [];
  const { object: name, criteria } = document.body as DuplicateRuleDefinition;
  const object = model.objects.get(name);
  return criteria.flatMap(({ field: fieldName, comparison }, at) => {
    const field = object?.byName.get(fieldName);
    if (!field || isComparable(field, comparison)) return [];
    const isAtAll = isComparable(field, "exact");
    const { label } = field.definition;
    const text = isAtAll
      ? bilingual(`“${label["zh-CN"]}”只能精确比较。`, `“${label.en}” can only be compared exactly.`)
      : bilingual(`“${label["zh-CN"]}”不能用于查重。`, `“${label.en}” cannot be compared for duplicates.`);
    return [invalid(`/criteria/${at}/${isAtAll ? "comparison" : "field"}`, "not_supported", text)];
  });
}
