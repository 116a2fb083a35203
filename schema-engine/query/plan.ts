import type { RecordScope } from "../access/decide.ts";
import type { ObjectModel } from "../contract/model.ts";
import { failure, success, type Problem, type Result } from "../contract/problem.ts";
import type { Filter, IndexAdvice, PlanEstimate, QueryPlan, SortKey } from "../contract/query.ts";
import type { PlanRequest } from "./plan-request.ts";
import { adviseIndex } from "./advise-index.ts";
import { candidatesOf, type Candidate } from "./candidates.ts";
import { queryField } from "./query-field.ts";
import { resolveFilter } from "./resolve-filter.ts";
import { conjuncts, simplifyFilter } from "./simplify-filter.ts";

export { READ_BUDGET } from "./candidates.ts";
export type { PlanRequest } from "./plan-request.ts";

/** The chosen plan, and what else could have been done. */
export interface Planning {
  readonly plan: QueryPlan;
  /** Order and indexes; goes into cursors (`PlanRequest.prefer`, `orderOf`). */
  readonly name: string;
  readonly estimate: PlanEstimate;
  /** Other ways, cheapest first; prices in read units with the weight of waiting. */
  readonly alternatives: readonly {
    readonly source: string;
    readonly mode: QueryPlan["mode"];
    readonly cost: number;
  }[];
  /** The index that would make the query a single range; null: there is none to add. */
  readonly advice: IndexAdvice | null;
}

/** Alternatives named in an explanation. */
const MOST_ALTERNATIVES = 5;

/**
 * The cheapest way to answer a query: walk an index that gives the order, or collect a range and sort it. Problems:
 * fields, operators and operands that do not fit (400), and sort fields without an order (400). A plan whose range
 * turns out to be larger than its budget is answered by `needsIndex`.
 */
export function planQuery(request: PlanRequest): Result<QueryPlan> {
  const planned = planChoices(request);
  return planned.ok ? success(planned.value.plan) : planned;
}

/** As `planQuery`, with the estimate, the alternatives and the index that would help. */
export function planChoices(request: PlanRequest): Result<Planning> {
  const { object, sort } = request;
  const problems = sort.flatMap((one, at) => sortProblem(object, one, at));
  const resolved = resolveFilter(object, request.filter ?? { and: [] }, momentOf(request));
  if (!resolved.ok) return failure(...problems, ...resolved.problems);
  if (problems.length > 0) return failure(...problems);
  const parts = [...conjuncts(simplifyFilter(resolved.value)), ...scopeAtoms(request.scope)];
  const candidates = [...candidatesOf(request, parts)].sort((a, b) => a.cost - b.cost);
  const chosen = preferred(candidates, request.prefer) ?? candidates[0];
  if (!chosen) throw new Error("the record's own partition is always a candidate");
  return success(planning(request, { parts, chosen, candidates }));
}

function planning(
  { object, sort }: PlanRequest,
  given: {
    readonly parts: readonly Filter[];
    readonly chosen: Candidate;
    readonly candidates: readonly Candidate[];
  },
): Planning {
  const { parts, chosen, candidates } = given;
  const { plan, name, estimate } = chosen;
  const others = candidates.filter((one) => one !== chosen).slice(0, MOST_ALTERNATIVES);
  return {
    plan,
    name,
    estimate,
    alternatives: others.map(({ plan: { source, mode }, cost }) => ({ source, mode, cost })),
    advice: isOneRange(plan) ? null : adviseIndex(object, parts, sort),
  };
}

/** Whether everything the plan reads is wanted. */
function isOneRange({ mode, residual, hydrate, source }: QueryPlan): boolean {
  return mode === "walk" && residual === null && (!hydrate || source === "base");
}

/** The plan of that name; else one of the same order, which its cursors fit too. */
function preferred(candidates: readonly Candidate[], name: string | undefined): Candidate | undefined {
  if (name === undefined) return undefined;
  return (
    candidates.find((one) => one.name === name) ??
    candidates.find((one) => orderOf(one.name) === orderOf(name))
  );
}

/** How a plan of that name goes: cursors of one plan fit another of the same order. */
export function orderOf(name: string): string {
  return name.split(" ")[0] ?? name;
}

function momentOf({ now = "1970-01-01T00:00:00.000Z", timeZone = "UTC", me }: PlanRequest) {
  return { now, timeZone, ...(me === undefined ? {} : { me }) };
}

function scopeAtoms(scope: RecordScope): readonly Filter[] {
  if (scope.kind === "all") return [];
  return [{ field: "owner", op: "in", value: [...scope.owners].sort() }];
}

function sortProblem(object: ObjectModel, key: SortKey, at: number): readonly Problem[] {
  if (queryField(object, key.field)?.encode) return [];
  return [
    {
      kind: "malformed",
      code: "not_sortable",
      pointer: `/sort/${at}/field`,
      message: {
        "zh-CN": `不能按“${key.field}”排序。`,
        en: `Records cannot be sorted by “${key.field}”.`,
      },
    },
  ];
}
