import type { MetadataDocument } from "../contract/metadata/kind.ts";
import type { RuleDefinition } from "../contract/metadata/rule.ts";
import { under, type Problem } from "../contract/problem.ts";
import type { CheckContext } from "./check-context.ts";
import { compileCondition } from "./condition.ts";

/** A rule's condition must compile and be true or false. */
export function checkRule(document: MetadataDocument, { model }: CheckContext): readonly Problem[] {
  const { must, object: name } = document.body as Partial<RuleDefinition>;
  const object = model.objects.get(name ?? "");
  if (must === undefined || !object) return [];
  const compiled = compileCondition(must, { object, settings: model.workspace, ways: model.objects });
  return compiled.ok ? [] : compiled.problems.map((one) => under("/must", one));
}
