import { invalid, type Problem } from "../contract/problem.ts";
import { bilingual } from "./locale.ts";

/** Characters as JSON Schema counts them: code points. */
export function codePoints(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const pair = (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
    if (pair) at += 1;
    count += 1;
  }
  return count;
}

/** What is wrong with a text that may have at most so many characters and must fit the pattern; empty when nothing is. */
export function checkText(
  value: unknown,
  limits: { readonly maxLength: number; readonly pattern: RegExp; readonly malformed: Problem },
): readonly Problem[] {
  if (typeof value !== "string") return [notText];
  if (value.length > limits.maxLength && codePoints(value) > limits.maxLength)
    return [tooLong(limits.maxLength)];
  return limits.pattern.test(value) ? [] : [limits.malformed];
}

export const notText: Problem = invalid("", "type", bilingual("请输入文字。", "Enter text."));

export function tooLong(maxLength: number): Problem {
  return {
    ...invalid(
      "",
      "too_long",
      bilingual(
        `最多 ${maxLength} 个字符，请缩短内容。`,
        `At most ${maxLength} characters are allowed; shorten the text.`,
      ),
    ),
    details: { maxLength },
  };
}

/** Refusal of a cell whose content is hidden by asterisks. */
export const masked: Problem = invalid(
  "",
  "masked",
  bilingual("内容被星号遮盖，无法读取。", "The content is masked by asterisks and cannot be read."),
);
