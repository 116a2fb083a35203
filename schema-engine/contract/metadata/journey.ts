import { limits } from "../limits.ts";
import {
  apiName,
  bool,
  elementId,
  listOf,
  localizedText,
  objectOf,
  oneOf,
  optional,
  type Static,
} from "../schema-of.ts";
import { checkGraph, node } from "./flow.ts";
import { defineMetadataKind } from "./kind.ts";

const journey = objectOf({
  id: optional(elementId()),
  apiName: apiName(),
  label: localizedText(120),
  /** Object whose records travel, usually `contact`. */
  object: apiName(),
  /** Default true; an inactive journey lets nobody in, those under way go on. */
  active: optional(bool()),
  /** May a record enter again after it left? Default never; a record is never inside twice. */
  reentry: optional(oneOf(["never", "afterExit"])),
  /** The first is the trigger; edges are in each step's `next`. */
  nodes: listOf(node, { minItems: 2, maxItems: limits.steps }),
});

export type JourneyDefinition = Static<typeof journey>;

export const journeyKind = defineMetadataKind<JourneyDefinition>({
  kind: "journey",
  label: { "zh-CN": "营销旅程", en: "Journey" },
  schema: journey,
  elementLists: ["/nodes"],
  check: (body) => checkGraph(body.nodes),
  references: (body) => [{ kind: "object", target: body.object, pointer: "/object" }],
});
