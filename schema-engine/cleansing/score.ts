import type { Json, JsonObject } from "../contract/json.ts";
import type { CriterionModel, DuplicateRuleModel } from "../contract/model.ts";
import type { Comparison } from "../contract/metadata/duplicate-rule.ts";
import { valueOf } from "../records/values.ts";
import { likenesses } from "./likenesses.ts";
import { comparedText, exactText } from "./match-keys.ts";
import { isEvidence } from "./rule-model.ts";

/** What one field says about two records. */
export interface LikenessReason {
  /** API name. */
  readonly field: string;
  readonly comparison: Comparison;
  /** 0–100. */
  readonly score: number;
  /** Values as in the API. */
  readonly here: Json;
  readonly there: Json;
}

/** How alike two records are by one rule. */
export interface Likelihood {
  /** 0–100: the weighted mean over the fields that both have. */
  readonly score: number;
  /** In the order of the rule; fields that one of them lacks are left out. */
  readonly reasons: readonly LikenessReason[];
}

/**
 * Compares two records by a rule; symmetric, 100 for equal values. Null: they are no duplicates, because they are not
 * alike enough or the fields that both have are too few to tell (at most half of the rule's weight).
 */
export function scorePair(rule: DuplicateRuleModel, here: JsonObject, there: JsonObject): Likelihood | null {
  const compared = rule.criteria.flatMap((one) => {
    const reason = compare(one, here, there);
    return reason ? [{ weight: one.weight, reason }] : [];
  });
  const whole = rule.criteria.reduce((sum, one) => sum + one.weight, 0);
  const present = compared.reduce((sum, one) => sum + one.weight, 0);
  if (!isEvidence(present, whole)) return null;
  const sum = compared.reduce((total, { weight, reason }) => total + weight * reason.likeness, 0);
  const score = Math.floor((sum / present) * 100 + 1e-9);
  if (score < rule.definition.threshold) return null;
  return { score, reasons: compared.map(({ reason }) => shown(reason)) };
}

interface Compared extends Omit<LikenessReason, "score"> {
  /** 0–1. */
  readonly likeness: number;
}

function shown({ likeness, ...reason }: Compared): LikenessReason {
  return { ...reason, score: Math.floor(likeness * 100 + 1e-9) };
}

function compare(
  { field, comparison }: CriterionModel,
  here: JsonObject,
  there: JsonObject,
): Compared | null {
  const one = valueOf(field, here);
  const other = valueOf(field, there);
  if (one === null || other === null) return null;
  const isEqual = exactText(field, one) === exactText(field, other);
  const likeness = isEqual
    ? 1
    : comparison === "exact"
      ? 0
      : similarityOf(field.type.likeness, comparison, [one, other]);
  return { field: field.apiName, comparison, likeness, here: one as Json, there: other as Json };
}

function similarityOf(
  name: CriterionModel["field"]["type"]["likeness"],
  comparison: Comparison,
  values: readonly [unknown, unknown],
): number {
  const likeness = name && likenesses[name];
  if (!likeness) return 0;
  const [one, other] = values.map((value) => likeness.normal(comparedText(value))) as [string, string];
  if (one === "" || other === "") return 0;
  if (one === other) return 1;
  return comparison === "normalized" ? 0 : likeness.similarity(one, other);
}
