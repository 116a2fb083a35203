import {
  apiName,
  elementId,
  listOf,
  localizedText,
  numeric,
  objectOf,
  oneOf,
  optional,
  text,
  type Static,
} from "../schema-of.ts";
import { defineMetadataKind } from "./kind.ts";

const stage = objectOf({
  id: optional(elementId()),
  /** Value of the stage field's option; label, colour and order come from there. */
  option: text({ minLength: 1, maxLength: 60 }),
  /** Chance to win, 0–100 per cent. */
  probability: numeric({ minimum: 0, maximum: 100 }),
  category: oneOf(["open", "won", "lost"]),
  /** API names of fields that must have a value while a record is in this stage. */
  requiredFields: optional(listOf(apiName(), { maxItems: 50, uniqueItems: true })),
});

const pipeline = objectOf({
  id: optional(elementId()),
  apiName: apiName(),
  label: localizedText(80),
  object: apiName(),
  /** API name of the select field whose options are the stages. */
  stageField: apiName(),
  stages: listOf(stage, { minItems: 1, maxItems: 50 }),
});

export type StageDefinition = Static<typeof stage>;
export type PipelineDefinition = Static<typeof pipeline>;

export const pipelineKind = defineMetadataKind<PipelineDefinition>({
  kind: "pipeline",
  label: { "zh-CN": "销售管道", en: "Pipeline" },
  schema: pipeline,
  elementLists: ["/stages"],
  check: () => [],
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
  ],
});
