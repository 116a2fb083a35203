import type { DuplicateCriterion, DuplicateRuleDefinition } from "../contract/metadata/duplicate-rule.ts";
import type { CriterionModel, DuplicateRuleModel, FieldModel } from "../contract/model.ts";

/** A rule with its fields; criteria whose field is gone or cannot be compared are left out, as is a rule that is switched off. */
export function duplicateRuleModel(
  definition: DuplicateRuleDefinition & { readonly id: string },
  fields: ReadonlyMap<string, FieldModel>,
): DuplicateRuleModel | null {
  if (definition.active === false) return null;
  const criteria = definition.criteria.flatMap((one) => {
    const field = fields.get(one.field);
    return field && isComparable(field, one.comparison) ? [{ ...one, field }] : [];
  });
  if (criteria.length === 0) return null;
  const keyed = keyedCriteria(criteria, definition.threshold);
  return {
    id: definition.id,
    definition,
    criteria: criteria.map((one) => ({ ...one, keyed: keyed.has(one) })),
  };
}

/** Whether two values of a field can be compared that way at all. */
export function isComparable({ type }: FieldModel, comparison: DuplicateCriterion["comparison"]): boolean {
  if (type.sealed || type.computed) return false;
  if (comparison !== "exact") return type.likeness !== undefined;
  return type.likeness !== undefined || type.uniqueKey !== undefined || type.index !== undefined;
}

/** Whether fields of this weight are enough to go by, when the others have no value: more than half of all. */
export function isEvidence(present: number, whole: number): boolean {
  return present * 2 > whole;
}

type Weighed = Omit<CriterionModel, "keyed">;

/**
 * The criteria that records are looked up by. As few as will do: two records that share none of their keys cannot reach
 * the threshold by the others. The most telling come first.
 */
function keyedCriteria(criteria: readonly Weighed[], threshold: number): ReadonlySet<Weighed> {
  const order = ["exact", "normalized", "fuzzy"];
  const ranked = [...criteria].sort(
    (a, b) => order.indexOf(a.comparison) - order.indexOf(b.comparison) || b.weight - a.weight,
  );
  const count = ranked.findIndex(
    (_one, at) => !canReach(threshold, { keyed: ranked.slice(0, at + 1), others: ranked.slice(at + 1) }),
  );
  return new Set(ranked.slice(0, count + 1));
}

/** Whether records can reach the threshold by the other criteria alone, whichever of the keyed ones have values. */
function canReach(
  threshold: number,
  { keyed, others }: { readonly keyed: readonly Weighed[]; readonly others: readonly Weighed[] },
): boolean {
  const best = weightOf(others);
  if (best === 0) return threshold === 0 && keyed.length === 0;
  const whole = weightOf(keyed) + best;
  return subsetWeights(keyed).some(
    (present) => isEvidence(present + best, whole) && (best / (best + present)) * 100 >= threshold,
  );
}

function subsetWeights(criteria: readonly Weighed[]): readonly number[] {
  return criteria.reduce<readonly number[]>(
    (sums, { weight }) => [...sums, ...sums.map((one) => one + weight)],
    [0],
  );
}

function weightOf(criteria: readonly Weighed[]): number {
  return criteria.reduce((sum, one) => sum + one.weight, 0);
}
