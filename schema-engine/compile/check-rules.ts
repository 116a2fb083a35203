import type { MetadataDocument } from "../contract/metadata/kind.ts";
import type { PipelineDefinition } from "../contract/metadata/pipeline.ts";
import type { RuleDefinition } from "../contract/metadata/rule.ts";
import { invalid, under, type Problem } from "../contract/problem.ts";
import { compileExpression } from "../rules/expression.ts";
import { environmentOf } from "../rules/environment.ts";
import { bilingual } from "../shared/locale.ts";
import type { CheckContext } from "./check-context.ts";

/** A rule's condition must compile and be true or false. */
export function checkRule(document: MetadataDocument, { model }: CheckContext): readonly Problem[] {
  const { must, object: name } = document.body as Partial<RuleDefinition>;
  const object = model.objects.get(name ?? "");
  if (must === undefined || !object) return [];
  const compiled = compileExpression(must, environmentOf(object, model.workspace), "bool");
  return compiled.ok ? [] : compiled.problems.map((one) => under("/must", one));
}

/** An object has one pipeline at most, and a pipeline each option once. */
export function checkPipelines(
  documents: readonly MetadataDocument[],
): readonly { readonly document: MetadataDocument; readonly problem: Problem }[] {
  const owners = new Set<string>();
  return documents.flatMap((document) => {
    const { stages, object } = document.body as Partial<PipelineDefinition>;
    if (stages === undefined || object === undefined) return [];
    const problems = repeatedStages(stages);
    if (owners.has(object)) problems.push(secondPipeline);
    owners.add(object);
    return problems.map((problem) => ({ document, problem }));
  });
}

function repeatedStages(stages: PipelineDefinition["stages"]): Problem[] {
  const seen = new Set<string>();
  return stages.flatMap(({ option }, at) => {
    const repeated = seen.has(option);
    seen.add(option);
    const text = bilingual(`阶段“${option}”重复。`, `The stage “${option}” is listed twice.`);
    return repeated ? [invalid(`/stages/${at}/option`, "duplicate_stage", text)] : [];
  });
}

const secondPipeline = invalid(
  "/object",
  "duplicate_pipeline",
  bilingual("此对象已有管道。", "This object has a pipeline already."),
);
