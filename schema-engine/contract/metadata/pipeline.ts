import { limits } from "../limits.ts";
import {
  apiName,
  bool,
  dictionaryOf,
  elementId,
  expression,
  integer,
  listOf,
  localizedText,
  numeric,
  objectOf,
  oneOf,
  optional,
  text,
  type Static,
} from "../schema-of.ts";
import { duplicateNames } from "./duplicate-names.ts";
import { defineMetadataKind, type Reference } from "./kind.ts";

const stage = objectOf({
  id: optional(elementId()),
  /** Value of the stage field's option; label, colour and order come from there. */
  option: text({ minLength: 1, maxLength: 60 }),
  /** Chance to win, 0–100 per cent. */
  probability: numeric({ minimum: 0, maximum: 100 }),
  category: oneOf(["open", "won", "lost"]),
  /** API names of fields that must have a value while a record is in this stage. */
  requiredFields: optional(listOf(apiName(), { maxItems: 50, uniqueItems: true })),
  /** What to do in this stage, shown on the record's path. */
  guidance: optional(localizedText(1000)),
  /** Days after which a record that stays is marked as ageing; absent: never. */
  agingDays: optional(integer({ minimum: 1, maximum: 3650 })),
});

/** Something to be confirmed by whoever moves a record. */
const checklistItem = objectOf({
  id: optional(elementId()),
  apiName: apiName(),
  label: localizedText(200),
  /** Default true. */
  required: optional(bool()),
});

/**
 * A way from stage to stage with its gates: before (who, condition), during (fields, checklist), after (values set).
 * Stages without transitions between them may be changed freely unless the pipeline is `strict`.
 */
const transition = objectOf({
  id: optional(elementId()),
  apiName: apiName(),
  label: localizedText(80),
  /** Stages it leaves; absent: any. */
  from: optional(
    listOf(text({ minLength: 1, maxLength: 60 }), { minItems: 1, maxItems: 50, uniqueItems: true }),
  ),
  to: text({ minLength: 1, maxLength: 60 }),
  /** Who may: roles by API name, or the record's owner; absent: whoever may change the record. */
  roles: optional(listOf(apiName(), { minItems: 1, maxItems: 20, uniqueItems: true })),
  ownerOnly: optional(bool()),
  /** CEL condition on the record as it is, with the values entered. */
  condition: optional(expression()),
  /** Said when the condition does not hold. */
  conditionMessage: optional(localizedText(300)),
  /** Fields asked for during the move, which must have a value then. */
  requiredFields: optional(listOf(apiName(), { maxItems: 20, uniqueItems: true })),
  checklist: optional(listOf(checklistItem, { maxItems: 20 })),
  /** Field API name → CEL expression set by the move. */
  set: optional(dictionaryOf(expression())),
  /** Moves by itself once a record was this long in a `from` stage and the condition holds; ISO 8601, at least PT15M. */
  automaticAfter: optional(
    text({ pattern: "^P(?=.)(?:\\d{1,4}D)?(?:T(?=.)(?:\\d{1,4}H)?(?:\\d{1,5}M)?)?$" }),
  ),
});

const pipeline = objectOf({
  id: optional(elementId()),
  apiName: apiName(),
  label: localizedText(80),
  object: apiName(),
  /** API name of the select field whose options are the stages. */
  stageField: apiName(),
  stages: listOf(stage, { minItems: 1, maxItems: limits.stages }),
  transitions: optional(listOf(transition, { maxItems: limits.transitions })),
  /** Only the transitions may be used. Default false. */
  strict: optional(bool()),
  /** API name of the field that must say why, when a record enters a lost stage. */
  lossReasonField: optional(apiName()),
});

export type StageDefinition = Static<typeof stage>;
export type TransitionDefinition = Static<typeof transition>;
export type PipelineDefinition = Static<typeof pipeline>;

export const pipelineKind = defineMetadataKind<PipelineDefinition>({
  kind: "pipeline",
  label: { "zh-CN": "销售管道", en: "Pipeline" },
  schema: pipeline,
  elementLists: ["/stages", "/transitions"],
  check: (body) => [
    ...duplicateNames("/transitions", body.transitions ?? []),
    ...(body.transitions ?? []).flatMap((one, at) =>
      duplicateNames(`/transitions/${at}/checklist`, one.checklist ?? []),
    ),
  ],
  references: (body) => [
    { kind: "object", target: body.object, pointer: "/object" },
    { kind: "field", target: `${body.object}.${body.stageField}`, pointer: "/stageField" },
    ...body.stages.flatMap((one, at) => [
      {
        kind: "option",
        target: `${body.object}.${body.stageField}.${one.option}`,
        pointer: `/stages/${at}/option`,
      },
      ...(one.requiredFields ?? []).map((name, which) => ({
        kind: "field",
        target: `${body.object}.${name}`,
        pointer: `/stages/${at}/requiredFields/${which}`,
      })),
    ]),
    ...(body.lossReasonField === undefined
      ? []
      : [{ kind: "field", target: `${body.object}.${body.lossReasonField}`, pointer: "/lossReasonField" }]),
    ...(body.transitions ?? []).flatMap((one, at) =>
      transitionReferences(body, one).map((mention) => ({
        ...mention,
        pointer: `/transitions/${at}${mention.pointer}`,
      })),
    ),
  ],
});

function transitionReferences(
  { object, stageField }: PipelineDefinition,
  one: TransitionDefinition,
): readonly Reference[] {
  const option = (value: string, pointer: string) => ({
    kind: "option",
    target: `${object}.${stageField}.${value}`,
    pointer,
  });
  const field = (name: string, pointer: string) => ({ kind: "field", target: `${object}.${name}`, pointer });
  return [
    option(one.to, "/to"),
    ...(one.from ?? []).map((value, at) => option(value, `/from/${at}`)),
    ...(one.roles ?? []).map((name, at) => ({ kind: "role", target: name, pointer: `/roles/${at}` })),
    ...(one.requiredFields ?? []).map((name, at) => field(name, `/requiredFields/${at}`)),
    ...Object.keys(one.set ?? {}).map((name) => field(name, `/set/${name}`)),
  ];
}
