import type { LocalizedText } from "../contract/problem.ts";

/** A text in both languages, written short. */
export function bilingual(chinese: string, english: string): LocalizedText {
  return { "zh-CN": chinese, en: english };
}

/** Full-width ASCII (U+FF01–U+FF5E) and the ideographic space as their plain forms; other characters stay. */
export function halfWidth(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0))
    .replaceAll("\u3000", " ");
}

/** Whether a spreadsheet cell hides its content behind asterisks where none can be meant. */
export function isMasked(text: string): boolean {
  return /[*＊]/.test(text);
}
