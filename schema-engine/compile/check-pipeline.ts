import type { MetadataDocument } from "../contract/metadata/kind.ts";
import type { PipelineDefinition, TransitionDefinition } from "../contract/metadata/pipeline.ts";
import type { ObjectModel, WorkspaceModel } from "../contract/model.ts";
import { invalid, under, type Problem } from "../contract/problem.ts";
import { parseDuration } from "../shared/calendar.ts";
import { token } from "../shared/json-pointer.ts";
import { bilingual } from "../shared/locale.ts";
import type { CheckContext } from "./check-context.ts";
import { compileCondition } from "./condition.ts";

/** Shortest time after which a transition may happen by itself: the turn of the wheel and what it may be late. */
const SHORTEST = 15 * 60_000;

/**
 * What a pipeline's schema cannot say: stages listed once, transitions between its own stages, every stage reachable
 * when it is strict, one stage field for all pipelines of an object, and expressions that fit the object.
 */
export function checkPipeline(document: MetadataDocument, { model }: CheckContext): readonly Problem[] {
  if (document.kind !== "pipeline") return [];
  const body = document.body as PipelineDefinition;
  const object = model.objects.get(body.object);
  return [
    ...repeatedStages(body),
    ...otherStageField(document, model),
    ...(body.strict === true ? unreachable(body) : []),
    ...(body.transitions ?? []).flatMap((one, at) =>
      [
        ...betweenStages(body, one),
        ...automatic(one),
        ...(object ? expressions(one, { body, object, model }) : []),
      ].map((problem) => under(`/transitions/${at}`, problem)),
    ),
  ];
}

function repeatedStages({ stages }: PipelineDefinition): readonly Problem[] {
  return stages.flatMap(({ option }, at) =>
    stages.findIndex((one) => one.option === option) === at
      ? []
      : [
          invalid(
            `/stages/${at}/option`,
            "duplicate_stage",
            bilingual(`阶段“${option}”重复。`, `The stage “${option}” is listed twice.`),
          ),
        ],
  );
}

/** A record has one stage, whichever pipeline it goes through. */
function otherStageField(
  { apiName, body }: MetadataDocument,
  { documents }: WorkspaceModel,
): readonly Problem[] {
  const { object, stageField } = body as PipelineDefinition;
  const other = documents.find((one) => {
    const { object: owner, stageField: field } = one.body as Partial<PipelineDefinition>;
    return one.kind === "pipeline" && one.apiName < apiName && owner === object && field !== stageField;
  });
  if (!other) return [];
  const field = (other.body as PipelineDefinition).stageField;
  const text = bilingual(
    `同一对象的管道须使用同一个阶段字段，管道“${other.apiName}”使用“${field}”。`,
    `All pipelines of an object go by one stage field; “${other.apiName}” uses “${field}”.`,
  );
  return [invalid("/stageField", "different_stage_field", text)];
}

/** Stages that no chain of transitions leads to from the first. */
function unreachable({ stages, transitions = [] }: PipelineDefinition): readonly Problem[] {
  const reached = new Set(stages.slice(0, 1).map((one) => one.option));
  for (let before = 0; before < reached.size;) {
    before = reached.size;
    for (const { from, to } of transitions)
      if (from === undefined || from.some((one) => reached.has(one))) reached.add(to);
  }
  return stages.flatMap(({ option }, at) =>
    reached.has(option)
      ? []
      : [
          invalid(
            `/stages/${at}/option`,
            "unreachable_stage",
            bilingual(
              `没有流转通往阶段“${option}”；请添加流转，或关闭“只能使用流转”。`,
              `No transition leads to the stage “${option}”; add one, or allow other changes of stage.`,
            ),
          ),
        ],
  );
}

function betweenStages(
  { stages }: PipelineDefinition,
  { from, to }: TransitionDefinition,
): readonly Problem[] {
  const places = [{ option: to, pointer: "/to" }].concat(
    (from ?? []).map((option, at) => ({ option, pointer: `/from/${at}` })),
  );
  const outside = places
    .filter(({ option }) => !stages.some((one) => one.option === option))
    .map(({ option, pointer }) =>
      invalid(
        pointer,
        "stage_not_in_pipeline",
        bilingual(`“${option}”不是此管道的阶段。`, `“${option}” is not a stage of this pipeline.`),
      ),
    );
  const circle = from?.includes(to) === true;
  return circle ? [...outside, invalid("/to", "transition_to_itself", toItself)] : outside;
}

function automatic({ automaticAfter, from, checklist = [] }: TransitionDefinition): readonly Problem[] {
  if (automaticAfter === undefined) return [];
  const duration = parseDuration(automaticAfter);
  const length = duration ? duration.days * 86_400_000 + duration.milliseconds : 0;
  return [
    ...(length < SHORTEST ? [invalid("/automaticAfter", "too_short", tooShort)] : []),
    ...(from === undefined ? [invalid("/from", "required", needsFrom)] : []),
    ...(checklist.some((one) => one.required !== false)
      ? [invalid("/checklist", "automatic_with_checklist", nobodyConfirms)]
      : []),
  ];
}

function expressions(
  { condition, set = {} }: TransitionDefinition,
  around: {
    readonly body: PipelineDefinition;
    readonly object: ObjectModel;
    readonly model: WorkspaceModel;
  },
): readonly Problem[] {
  const { body, object, model } = around;
  const place = { object, settings: model.workspace, ways: model.objects };
  const check = (source: string, pointer: string, result: "bool" | "any"): readonly Problem[] => {
    const compiled = compileCondition(source, place, result);
    return compiled.ok ? [] : compiled.problems.map((one) => under(pointer, one));
  };
  return [
    ...(condition === undefined ? [] : check(condition, "/condition", "bool")),
    ...Object.entries(set).flatMap(([name, source]) => {
      const pointer = `/set${token(name)}`;
      const isSettable = name !== body.stageField && !object.byName.get(name)?.type.computed;
      return isSettable ? check(source, pointer, "any") : [invalid(pointer, "read_only", notSettable)];
    }),
  ];
}

const toItself = bilingual(
  "流转不能通往它所离开的阶段。",
  "A transition cannot lead to a stage that it leaves.",
);
const tooShort = bilingual(
  "自动流转至少需要 15 分钟。",
  "A transition can happen by itself after 15 minutes at the earliest.",
);
const needsFrom = bilingual(
  "自动流转须注明从哪些阶段出发。",
  "A transition that happens by itself must say which stages it leaves.",
);
const nobodyConfirms = bilingual(
  "自动流转不能有必须确认的检查项，因为没有人确认。",
  "A transition that happens by itself cannot have items to confirm, because nobody is there to confirm them.",
);
const notSettable = bilingual(
  "阶段和由系统生成的字段不能在此设置。",
  "The stage and fields made by the system cannot be set here.",
);
