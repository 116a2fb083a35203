import type { ASTNode } from "@marcbachmann/cel-js";
import type { FieldType } from "../contract/field-type.ts";
import { limits } from "../contract/limits.ts";
import type { CompiledExpression } from "../contract/model.ts";
import { failure, success, type Problem, type Result } from "../contract/problem.ts";
import { compileExpression } from "./expression.ts";
import { languageOf } from "./environment.ts";
import type { ExpressionEnvironment, RelatedVariable } from "./expression-environment.ts";
import { expressionProblem } from "./walk.ts";

/** What stands at a place of a path; `object` is where a relation leads, `type` null a system property. */
export interface PathStep {
  readonly type: FieldType | null;
  readonly object: string | null;
}

/** Looks a field up: of the record's own object (null), or of a named one. */
export type PathSteps = (object: string | null, field: string) => PathStep | null;

/** How an expression finds its way, and what it must result in; `any` when left out. */
export interface FormulaWays {
  readonly steps: PathSteps;
  readonly result?: "bool" | "any";
}

/**
 * Compiles an expression that may read through relations: `record.account.industry`, up to five relations away. Each path
 * becomes a variable of its own, of the same length, so that places in the source stay true.
 */
export function compileFormula(
  source: string,
  environment: ExpressionEnvironment,
  { steps, result = "any" }: FormulaWays,
): Result<CompiledExpression> {
  const chains = chainsIn(source, environment);
  const found = chains.map((chain) => ({ chain, ...resolved(chain, steps) }));
  const problems = found.flatMap((one) => one.problem ?? []);
  if (problems.length > 0) return failure(...problems);
  const related = new Map<string, RelatedVariable>();
  for (const { chain, step } of found)
    if (step) related.set(variableOf(chain.path), { path: chain.path, type: step.type });
  if (related.size === 0) return compileExpression(source, environment, result);
  const through = found.filter((one) => one.step).map((one) => one.chain);
  const extended = { ...environment, related, base: environment };
  const compiled = compileExpression(rewritten(source, through), extended, result);
  if (!compiled.ok) return compiled;
  const relatedPaths = [...related.values()].map((one) => one.path);
  const firsts = relatedPaths.map(([first = ""]) => first);
  const dependencies = [...new Set([...compiled.value.dependencies, ...firsts])];
  return success({ ...compiled.value, source, dependencies, relatedPaths });
}

interface Chain {
  /** At least two names. */
  readonly path: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** Chains of at least two names after `record`, the longest of each. */
function chainsIn(source: string, environment: ExpressionEnvironment): readonly Chain[] {
  const root = parsed(source, environment);
  const chains: Chain[] = [];
  const open: ASTNode[] = root ? [root] : [];
  for (let node = open.pop(); node; node = open.pop()) {
    const path = pathOf(node);
    if (path && path.length > 1) chains.push({ path, start: node.range.start, end: node.range.end });
    if (!path) open.push(...children(node.args));
  }
  return chains;
}

/** Null: it does not parse; the compiler says why. */
function parsed(source: string, environment: ExpressionEnvironment): ASTNode | null {
  if (source.length > limits.expressionCharacters) return null;
  try {
    return languageOf(environment).check.parse(source).ast as ASTNode;
  } catch {
    return null;
  }
}

/** The names after `record`; null when the node is no such chain. */
function pathOf(node: ASTNode): readonly string[] | null {
  const names: string[] = [];
  let at: ASTNode = node;
  while (at.op === ".") {
    const [base, key] = at.args as readonly [ASTNode, unknown];
    if (typeof key !== "string") return null;
    names.unshift(key);
    at = base;
  }
  return at.op === "id" && at.args === "record" && names.length > 0 ? names : null;
}

function children(args: unknown): readonly ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(children);
  return typeof args === "object" && args !== null && "op" in args ? [args as ASTNode] : [];
}

/** The step a chain ends at; nothing for one that goes through no relation (`record.price.amount`). */
function resolved(
  { path, start, end }: Chain,
  steps: PathSteps,
): { readonly step?: PathStep; readonly problem?: Problem } {
  const first = steps(null, path[0] ?? "");
  if (!first?.object) return {};
  if (path.length - 1 > limits.relationDepth) return { problem: tooDeep({ start, end }) };
  let step: PathStep = first;
  for (const [at, name] of path.entries()) {
    if (at === 0) continue;
    const next: PathStep | null = step.object === null ? null : steps(step.object, name);
    if (!next) return { problem: unknownStep(path.slice(0, at + 1), { start, end }) };
    step = next;
  }
  return { step };
}

/** No API name has a capital letter, so no variable of a path can be taken for another. */
function variableOf(path: readonly string[]): string {
  return ["record", ...path].join("X");
}

function rewritten(source: string, chains: readonly Chain[]): string {
  return [...chains]
    .sort((a, b) => b.start - a.start)
    .reduce((text, { path, start, end }) => {
      const name = variableOf(path).padEnd(end - start);
      return text.slice(0, start) + name + text.slice(end);
    }, source);
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function tooDeep(range: Range): Problem {
  const most = limits.relationDepth;
  return expressionProblem(
    "too_deep",
    [`最多经过 ${most} 层关联。`, `A path may lead through at most ${most} relations.`],
    range,
  );
}

function unknownStep(path: readonly string[], range: Range): Problem {
  const text = path.join(".");
  return expressionProblem("unknown_field", [`没有字段“${text}”。`, `There is no field “${text}”.`], range);
}
