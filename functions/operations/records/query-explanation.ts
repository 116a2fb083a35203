import type { IndexAdvice, PlanEstimate, Planning, QueryPlan } from "#engine";
import type { RecordPage } from "../../ports/record-store.ts";

/** How a page was read, what it cost, and what would make it cheaper. */
export interface QueryExplanation extends Pick<
  QueryPlan,
  "source" | "mode" | "direction" | "residual" | "hydrate" | "budget"
> {
  /** Key ranges read. */
  readonly ranges: number;
  /** Indexes read, by their definitions' API names of fields; empty: the records themselves. */
  readonly indexes: readonly IndexAdvice[];
  readonly itemsRead: number;
  /** Read capacity units. */
  readonly capacity: number;
  readonly estimate: PlanEstimate;
  readonly alternatives: Planning["alternatives"];
  /** The index to add; null: none would help. */
  readonly advice: IndexAdvice | null;
}

export function explained(
  planning: Planning,
  page: RecordPage,
  nameOf: (source: string) => IndexAdvice | null,
): QueryExplanation {
  const { plan, estimate, alternatives, advice } = planning;
  const { source, mode, direction, residual, hydrate, budget } = plan;
  const sources = [source, ...[...plan.ranges, ...(plan.within ?? [])].flatMap((one) => one.source ?? [])];
  return {
    ...{ source, mode, direction, ranges: plan.ranges.length, residual, hydrate, budget },
    indexes: [...new Set(sources)].flatMap((one) => nameOf(one) ?? []),
    itemsRead: page.itemsRead,
    capacity: page.capacity,
    estimate: { rows: Math.round(estimate.rows), capacity: rounded(estimate.capacity) },
    alternatives: alternatives.map((one) => ({ ...one, cost: rounded(one.cost) })),
    advice,
  };
}

function rounded(units: number): number {
  return Math.round(units * 10) / 10;
}
