import type {
  Choice,
  LocalizedText,
  PipelineDefinition,
  StageDefinition,
  TransitionDefinition,
} from "#engine";
import { unusedName } from "../designer/object-edits.ts";

type Category = StageDefinition["category"];

/** A pipeline whose stages are the options of a field: likelier the later, won and lost as the options say. */
export function newPipeline(given: {
  readonly apiName: string;
  readonly label: LocalizedText;
  readonly object: string;
  readonly stageField: string;
  readonly choices: readonly Choice[];
}): PipelineDefinition {
  const { choices, ...rest } = given;
  const stages = choices.map((choice, at) =>
    stageOf(choice, Math.round((100 * (at + 1)) / (choices.length + 1))),
  );
  return { ...rest, stages };
}

/** A stage of an option; the option's own probability and kind count first. */
export function stageOf(choice: Choice, probability: number): StageDefinition {
  const category: Category = choice.category ?? "open";
  const certain: Partial<Record<Category, number>> = { won: 100, lost: 0 };
  return {
    option: choice.value,
    category,
    probability: choice.probability ?? certain[category] ?? probability,
  };
}

/** The pipeline without a stage; transitions that would lead to it, or leave no other, go with it. */
export function withoutStage(pipeline: PipelineDefinition, option: string): PipelineDefinition {
  const transitions = (pipeline.transitions ?? []).flatMap((one): TransitionDefinition[] => {
    if (one.to === option) return [];
    if (!one.from) return [one];
    const from = one.from.filter((stage) => stage !== option);
    return from.length > 0 ? [{ ...one, from }] : [];
  });
  return { ...pipeline, stages: pipeline.stages.filter((one) => one.option !== option), transitions };
}

/** A transition between the first two stages, to be changed. */
export function newTransition(pipeline: PipelineDefinition): TransitionDefinition {
  const taken = new Set((pipeline.transitions ?? []).map((one) => one.apiName));
  const [first, second] = pipeline.stages;
  return {
    apiName: unusedName("move", taken),
    label: { "zh-CN": "推进", en: "Move on" },
    ...(first ? { from: [first.option] } : {}),
    to: second?.option ?? first?.option ?? "",
  };
}

/** The list with the entry at a place replaced. */
export function replaced<Entry>(list: readonly Entry[], at: number, entry: Entry): readonly Entry[] {
  return list.map((one, place) => (place === at ? entry : one));
}

/** The definition without properties that say nothing: empty texts, lists and dictionaries, false switches. */
export function tidied<Definition extends object>(definition: Definition): Definition {
  return Object.fromEntries(
    Object.entries(definition).filter(([name, value]) => saysSomething(name, value)),
  ) as Definition;
}

/** `required: false` of an item to confirm says something: absent means true. */
function saysSomething(name: string, value: unknown): boolean {
  if (value === undefined || value === null || value === "") return false;
  if (value === false) return name === "required";
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value !== "object") return true;
  const parts = Object.values(value);
  return name === "set" ? parts.length > 0 : parts.some((one) => one !== "");
}
