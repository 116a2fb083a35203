import type { JsonObject } from "../contract/json.ts";
import type { PipelineModel, TransitionModel } from "../contract/model.ts";
import {
  broken,
  find,
  holds,
  pointersOf,
  type CaseMove,
  type ConformanceCase,
  type Suite,
} from "./records.ts";

/**
 * Changes of stage that every way to make them must judge alike: ones that a rule, a condition or the stage entered refuses
 * and ones that nothing does (`move`), and ones that a transition's own condition decides (`gate`). Only along transitions
 * that are the one way from their stage to the next.
 */
export function moveCases(suite: Suite, pipeline: PipelineModel): readonly ConformanceCase[] {
  return pipeline.transitions.flatMap((transition) => {
    const from = soleStart(pipeline, transition);
    if (from === undefined) return [];
    const way = { suite, pipeline, transition, from };
    return [
      ...entered(way, "accepts", (breaches) => breaches.length === 0),
      ...entered(way, "refuses", (breaches) => breaches.length === 1),
      ...gated(way),
    ];
  });
}

interface Way {
  readonly suite: Suite;
  readonly pipeline: PipelineModel;
  readonly transition: TransitionModel;
  /** Option of the stage left. */
  readonly from: string;
}

/** A stage this transition leaves that no other leads from to the same stage. */
function soleStart({ transitions }: PipelineModel, { definition }: TransitionModel): string | undefined {
  const isTaken = (from: string) =>
    transitions.some(
      ({ definition: other }) =>
        other.apiName !== definition.apiName &&
        other.to === definition.to &&
        (other.from === undefined || other.from.includes(from)),
    );
  const isFree = (definition.checklist ?? []).length + (definition.requiredFields ?? []).length === 0;
  return isFree ? definition.from?.find((one) => !isTaken(one)) : undefined;
}

/** A record whose change of stage breaks what is wanted; the transition's own condition holds. */
function entered(
  way: Way,
  verdict: "accepts" | "refuses",
  wanted: (breaches: readonly (string | number)[]) => boolean,
): readonly ConformanceCase[] {
  const { suite, transition } = way;
  const existing = startOf(way, (before) => isOpen(way, before) && wanted(broken(suite, after(way, before))));
  if (!existing) return [];
  const values = after(way, existing);
  const [breach] = broken(suite, values);
  const { apiName } = transition.definition;
  const refused = breach === undefined ? null : { pointers: pointersOf(suite, breach) };
  return [{ id: `move ${apiName} ${verdict}`, about: "move", existing, values, move: moveOf(way), refused }];
}

/** A record that nothing but the transition's condition keeps where it is. */
function gated(way: Way): readonly ConformanceCase[] {
  const { suite, transition } = way;
  if (!transition.condition) return [];
  const existing = startOf(
    way,
    (before) => !isOpen(way, before) && broken(suite, after(way, before)).length === 0,
  );
  if (!existing) return [];
  const id = `gate ${transition.definition.apiName} refuses`;
  const values = after(way, existing);
  return [{ id, about: "gate", existing, values, move: moveOf(way), refused: { pointers: [""] } }];
}

/** An acceptable record in the stage left. */
function startOf(way: Way, wanted: (before: JsonObject) => boolean): JsonObject | null {
  const { suite, pipeline, from } = way;
  const inStage = (values: JsonObject): JsonObject => ({ ...values, [pipeline.stageField.apiName]: from });
  const found = find(suite, (values) => {
    const before = inStage(values);
    return broken(suite, before).length === 0 && wanted(before);
  });
  return found && inStage(found);
}

function after({ pipeline, transition }: Way, before: JsonObject): JsonObject {
  return { ...before, [pipeline.stageField.apiName]: transition.definition.to };
}

/** A condition that cannot be computed does not hold. */
function isOpen({ suite, transition }: Way, before: JsonObject): boolean {
  return transition.condition === null || holds(suite, transition.condition, before) === true;
}

function moveOf({ pipeline, transition }: Way): CaseMove {
  const { apiName, to } = transition.definition;
  return { field: pipeline.stageField.apiName, to, transition: apiName };
}
