import type { FieldModel } from "../contract/model.ts";

/** What to look for in a text, literally, and what to put in its place. */
export interface TextReplacement {
  /** Not empty. */
  readonly find: string;
  readonly replace: string;
  /** Only values that are the text from beginning to end. Default: every occurrence. */
  readonly wholeValue?: boolean;
  /** Whether upper and lower case are the same. Default no. */
  readonly ignoreCase?: boolean;
}

/** Whether a field holds one text that people enter, in which something can be found and replaced. */
export function holdsText({ type, settings }: Pick<FieldModel, "type" | "settings">): boolean {
  const isEntered = !type.computed && !type.sealed && !type.files && !type.references && !type.choices;
  const { type: shape } = type.valueSchema(settings);
  return isEntered && type.searchText !== undefined && shape === "string";
}

/** The text with every occurrence replaced, from the left, never inside what was just put in. */
export function replaceText(text: string, { find, replace, ...how }: TextReplacement): string {
  if (find === "") return text;
  if (how.wholeValue === true) return isSame(text, find, how) ? replace : text;
  if (how.ignoreCase !== true) return text.replaceAll(find, () => replace);
  return text.replace(new RegExp(literal(find), "giu"), () => replace);
}

function isSame(a: string, b: string, { ignoreCase }: Pick<TextReplacement, "ignoreCase">): boolean {
  return ignoreCase === true ? new RegExp(`^${literal(b)}$`, "iu").test(a) : a === b;
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
