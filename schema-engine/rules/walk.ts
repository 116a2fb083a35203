import type { ASTNode } from "@marcbachmann/cel-js";
import { invalid, type Problem } from "../contract/problem.ts";
import { bilingual } from "../shared/locale.ts";

/** Field names read from `record` and `before`, and places where `has(…)` stands. */
export interface ExpressionFacts {
  readonly record: readonly string[];
  readonly before: readonly string[];
  /** `has(x)` with the source ranges of the call and its argument, outermost first. */
  readonly presence: readonly { readonly call: Range; readonly argument: Range }[];
  /** Bodies of list operations: the call, what stands before the body, and the steps one run of it takes. */
  readonly bodies: readonly { readonly call: Range; readonly before: Range; readonly steps: number }[];
  readonly problems: readonly Problem[];
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

const macros = new Set(["all", "exists", "exists_one", "map", "filter"]);
const DEEPEST_COMPREHENSION = 2;
/** Functions of CEL that could take unbounded time or memory. */
const unsafeFunctions = new Set(["matches", "bind"]);

/** Walks the tree once: which fields it reads, and whether it stays inside the safe subset. */
export function walk(root: ASTNode): ExpressionFacts {
  const facts = {
    record: new Set<string>(),
    before: new Set<string>(),
    presence: [] as { call: Range; argument: Range }[],
    bodies: [] as { call: Range; before: Range; steps: number }[],
    problems: [] as Problem[],
  };
  const open: { node: ASTNode; depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node } = next;
    noteField(node, facts);
    const name = callName(node);
    if (name !== null && unsafeFunctions.has(name)) facts.problems.push(unsafe(node, name));
    if (name === "has") notePresence(node, facts.presence);
    const depth = next.depth + (noteBody(node, facts.bodies) ? 1 : 0);
    if (depth > DEEPEST_COMPREHENSION) facts.problems.push(tooNested(node));
    for (const child of children(node.args)) open.push({ node: child, depth });
  }
  return { ...facts, record: [...facts.record], before: [...facts.before] };
}

/** Problem at a place of the source; the studio underlines the range in `details`. */
export function expressionProblem(
  code: string,
  texts: readonly [string, string],
  range: Range | undefined,
): Problem {
  const at = range ? range.start + 1 : 1;
  return {
    ...invalid("", code, bilingual(`第 ${at} 个字符：${texts[0]}`, `At character ${at}: ${texts[1]}`)),
    details: { start: range?.start ?? 0, end: range?.end ?? 0 },
  };
}

function noteField(node: ASTNode, facts: { record: Set<string>; before: Set<string> }): void {
  if (node.op !== "." && node.op !== "[]") return;
  const [base, key] = node.args;
  if (base.op !== "id" || (base.args !== "record" && base.args !== "before")) return;
  const name =
    typeof key === "string" ? key : key.op === "value" && typeof key.args === "string" ? key.args : null;
  if (name !== null) facts[base.args].add(name);
}

function notePresence(node: ASTNode, presence: { call: Range; argument: Range }[]): void {
  if (node.op !== "call") return;
  const argument = node.args[1][0];
  if (argument) presence.push({ call: node.range, argument: argument.range });
}

/** Whether it is a list operation. */
function noteBody(node: ASTNode, bodies: { call: Range; before: Range; steps: number }[]): boolean {
  if (node.op !== "rcall" || !macros.has(node.args[0])) return false;
  const before = node.args[2].at(-2);
  if (before) bodies.push({ call: node.range, before: before.range, steps: countNodes(node.args[2]) });
  return true;
}

function countNodes(roots: readonly ASTNode[]): number {
  let count = 0;
  const open = [...roots];
  for (let node = open.pop(); node; node = open.pop()) {
    count += 1;
    open.push(...children(node.args));
  }
  return count;
}

function callName(node: ASTNode): string | null {
  return node.op === "call" || node.op === "rcall" ? node.args[0] : null;
}

function children(args: unknown): readonly ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(children);
  return isNode(args) ? [args] : [];
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === "object" && value !== null && "op" in value && "args" in value;
}

function unsafe(node: ASTNode, name: string): Problem {
  return expressionProblem(
    "unsafe_function",
    [
      `不能使用函数 ${name}，请改用 contains、startsWith 或 endsWith。`,
      `The function ${name} is not allowed; use contains, startsWith or endsWith.`,
    ],
    node.range,
  );
}

function tooNested(node: ASTNode): Problem {
  return expressionProblem(
    "too_complex",
    [
      `列表运算最多嵌套 ${DEEPEST_COMPREHENSION} 层。`,
      `List operations may be nested at most ${DEEPEST_COMPREHENSION} levels.`,
    ],
    node.range,
  );
}
