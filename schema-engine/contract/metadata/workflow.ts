import { limits } from "../limits.ts";
import {
  apiName,
  bool,
  elementId,
  listOf,
  localizedText,
  objectOf,
  optional,
  type Static,
} from "../schema-of.ts";
import { checkGraph, node } from "./flow.ts";
import { defineMetadataKind } from "./kind.ts";

const workflow = objectOf({
  id: optional(elementId()),
  apiName: apiName(),
  label: localizedText(120),
  object: apiName(),
  /** Default true; an inactive workflow starts no runs, those under way go on. */
  active: optional(bool()),
  /** The first is the trigger; edges are in each step's `next`. */
  nodes: listOf(node, { minItems: 2, maxItems: limits.steps }),
});

export type WorkflowDefinition = Static<typeof workflow>;

export const workflowKind = defineMetadataKind<WorkflowDefinition>({
  kind: "workflow",
  label: { "zh-CN": "工作流", en: "Workflow" },
  schema: workflow,
  elementLists: ["/nodes"],
  check: (body) => checkGraph(body.nodes),
  references: (body) => [{ kind: "object", target: body.object, pointer: "/object" }],
});
