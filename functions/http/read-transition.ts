import { failure, success, type Result, type TransitionUse } from "#engine";
import { readShape, wrongKind } from "./read-shape.ts";

/** Longest comment on a move, in characters. */
export const LONGEST_COMMENT = 2000;

/** What a request says about a transition beside its name: items confirmed, and a comment. */
export function readTransition(
  name: string,
  given: { readonly checklist?: unknown; readonly comment?: unknown },
): Result<TransitionUse> {
  const { checklist = {}, comment } = given;
  const problems = [
    ...(isChecklist(checklist) ? [] : [wrongKind("/checklist", itemsOrNot)]),
    ...(comment === undefined || isComment(comment) ? [] : [wrongKind("/comment", shortText)]),
  ];
  if (problems.length > 0) return failure(...problems);
  return success({
    name,
    checklist: checklist as TransitionUse["checklist"],
    ...(isComment(comment) ? { comment: comment.trim() } : {}),
  });
}

/** A transition that is named in the body: `{ name, checklist?, comment? }`. */
export function readNamedTransition(given: unknown): Result<TransitionUse> {
  const shape = readShape(given, { required: ["name"], optional: ["checklist", "comment"] });
  if (!shape.ok) return shape;
  const { name } = shape.value;
  if (typeof name !== "string") return failure(wrongKind("/name", { "zh-CN": "文本", en: "text" }));
  return readTransition(name, shape.value);
}

function isChecklist(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((one) => typeof one === "boolean");
}

function isComment(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST_COMMENT;
}

const itemsOrNot = { "zh-CN": "检查项到是或否的对象", en: "an object of items to true or false" };
const shortText = {
  "zh-CN": `不超过 ${LONGEST_COMMENT} 字的文字`,
  en: `a text of at most ${LONGEST_COMMENT} characters`,
};
