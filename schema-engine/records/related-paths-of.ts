import type { CompiledExpression, ObjectModel, PipelineModel } from "../contract/model.ts";
import { oncePer } from "../shared/once-per.ts";

/**
 * Every path through relations that decisions about records of the object read: in its formulas, its fields' conditions,
 * its rules and its transitions. Each once; empty for most objects.
 */
export const relatedPathsOf = oncePer((object: ObjectModel): readonly (readonly string[])[] => {
  const expressions = [
    ...object.fields.flatMap((one) => [one.computation, one.requiredIf, one.readOnlyIf, one.visibleIf]),
    ...object.rules.map((one) => one.condition),
    ...object.pipelines.flatMap(ofPipeline),
  ];
  const paths = expressions.flatMap((one) => one?.relatedPaths ?? []);
  return [...new Map(paths.map((path) => [path.join("."), path])).values()];
});

function ofPipeline({ transitions }: PipelineModel): readonly (CompiledExpression | null)[] {
  return transitions.flatMap((one) => [one.condition, ...one.set.map(({ expression }) => expression)]);
}
