import { limits } from "../limits.ts";
import { invalid, type Problem } from "../problem.ts";
import {
  apiName,
  bool,
  elementId,
  integer,
  listOf,
  localizedText,
  objectOf,
  oneOf,
  optional,
  type Static,
} from "../schema-of.ts";
import { defineMetadataKind } from "./kind.ts";

/** How the values of one field are compared: as they are, without what does not tell two apart, or by how alike they are. */
export const comparisons = ["exact", "normalized", "fuzzy"] as const;
export type Comparison = (typeof comparisons)[number];

const criterion = objectOf({
  /** API name of a field of the object. */
  field: apiName(),
  comparison: oneOf(comparisons),
  /** Share of the field in the score, 1–100; only the ratios matter. */
  weight: integer({ minimum: 1, maximum: 100 }),
});

const duplicateRule = objectOf({
  id: optional(elementId()),
  apiName: apiName(),
  label: localizedText(120),
  object: apiName(),
  /** Default true. */
  active: optional(bool()),
  criteria: listOf(criterion, { minItems: 1, maxItems: limits.duplicateCriteria }),
  /** Least score, 0–100, of two records that count as duplicates. */
  threshold: integer({ minimum: 0, maximum: 100 }),
  /** What a new record meets that is like an old one: nothing, a warning that a person may overrule, or a refusal. */
  onCreate: oneOf(["allow", "warn", "block"]),
  /** The same for a change of a compared field. Default `allow`. */
  onUpdate: optional(oneOf(["allow", "warn", "block"])),
  /** What an import does with a row that is like a record. */
  onImport: oneOf(["create", "skip", "update", "review"]),
});

export type DuplicateRuleDefinition = Static<typeof duplicateRule>;
export type DuplicateCriterion = Static<typeof criterion>;

export const duplicateRuleKind = defineMetadataKind<DuplicateRuleDefinition>({
  kind: "duplicateRule",
  label: { "zh-CN": "查重规则", en: "Duplicate rule" },
  schema: duplicateRule,
  elementLists: [],
  check: repeatedFields,
  references: (body) => [
    { kind: "object", target: body.object, pointer: "/object" },
    ...body.criteria.map(({ field }, at) => ({
      kind: "field",
      target: `${body.object}.${field}`,
      pointer: `/criteria/${at}/field`,
    })),
  ],
});

function repeatedFields({ criteria }: DuplicateRuleDefinition): readonly Problem[] {
  return criteria.flatMap(({ field }, at) =>
    criteria.findIndex((one) => one.field === field) === at
      ? []
      : [
          invalid(`/criteria/${at}/field`, "duplicate_name", {
            "zh-CN": `字段“${field}”只能比较一次。`,
            en: `The field “${field}” can be compared only once.`,
          }),
        ],
  );
}
