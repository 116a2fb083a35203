import type { MetadataDocument } from "../contract/metadata/kind.ts";
import type { RuleDefinition } from "../contract/metadata/rule.ts";
import { under, type Problem } from "../contract/problem.ts";
import { compileExpression } from "../rules/expression.ts";
import { environmentOf } from "../rules/environment.ts";
import type { CheckContext } from "./check-context.ts";

/** A rule's condition must compile and be true or false. */
export function checkRule(document: MetadataDocument, { model }: CheckContext): readonly Problem[] {
  const { must, object: name } = document.body as Partial<RuleDefinition>;
  const object = model.objects.get(name ?? "");
  if (must === undefined || !object) return [];
  const compiled = compileExpression(must, environmentOf(object, model.workspace), "bool");
  return compiled.ok ? [] : compiled.problems.map((one) => under("/must", one));
}
