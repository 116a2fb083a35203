import {
  apiName,
  bool,
  elementId,
  expression,
  listOf,
  localizedText,
  objectOf,
  optional,
  type Static,
} from "../schema-of.ts";
import { defineMetadataKind } from "./kind.ts";

const rule = objectOf({
  id: optional(elementId()),
  apiName: apiName(),
  label: localizedText(120),
  object: apiName(),
  /** CEL condition that must hold for every saved record; a rule is stored positively. */
  must: expression(),
  /** Shown when the condition does not hold. */
  message: localizedText(300),
  /** API names of the fields the message is shown at; empty: the whole record. */
  fields: optional(listOf(apiName(), { maxItems: 20 })),
  /** Default true. */
  active: optional(bool()),
});

export type RuleDefinition = Static<typeof rule>;

export const ruleKind = defineMetadataKind<RuleDefinition>({
  kind: "rule",
  label: { "zh-CN": "校验规则", en: "Validation rule" },
  schema: rule,
  elementLists: [],
  check: () => [],
  references: (body) => [
    { kind: "object", target: body.object, pointer: "/object" },
    ...(body.fields ?? []).map((name, at) => ({
      kind: "field",
      target: `${body.object}.${name}`,
      pointer: `/fields/${at}`,
    })),
  ],
});
