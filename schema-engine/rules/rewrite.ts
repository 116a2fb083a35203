import { SPEND } from "./cel-environment.ts";
import type { ExpressionFacts } from "./walk.ts";

/** A source as it is run, and the way back to places of the source as it was written. */
export interface RunnableSource {
  readonly text: string;
  /** The place in the written source that a place in `text` came from. */
  origin(place: number): number;
}

/**
 * `has(x)` means “has a value”: where absent values are null it becomes `(x != null)`. The body of each list operation is
 * put into a call that counts its steps. Comments become spaces.
 */
export function runnable(source: string, { presence, bodies }: ExpressionFacts): RunnableSource {
  const plain = withoutComments(source);
  const edits: Edit[] = [
    ...presence.flatMap(({ call, argument }) => [
      { start: call.start, end: argument.start, text: "(" },
      { start: argument.end, end: call.end, text: " != null)" },
    ]),
    ...bodies.flatMap(({ call, before, steps }) => {
      const comma = plain.indexOf(",", before.end);
      return [
        { start: comma + 1, end: comma + 1, text: ` ${SPEND}(${steps}, ` },
        { start: call.end - 1, end: call.end - 1, text: ")" },
      ];
    }),
  ].sort((a, b) => a.start - b.start || a.end - b.end);
  let text = "";
  let at = 0;
  for (const edit of edits) {
    text += plain.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return { text: text + plain.slice(at), origin: (place) => originOf(place, edits) };
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function originOf(place: number, edits: readonly Edit[]): number {
  let moved = 0;
  for (const { start, end, text } of edits) {
    if (place < start + moved) break;
    if (place < start + moved + text.length) return start;
    moved += text.length - (end - start);
  }
  return place - moved;
}

/** Texts in any of CEL's quotes, so that what looks like a comment inside one is left alone. */
const TEXT_OR_COMMENT = /("""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|\/\/[^\n]*/g;

function withoutComments(source: string): string {
  if (!source.includes("//")) return source;
  return source.replace(
    TEXT_OR_COMMENT,
    (found, text: string | undefined) => text ?? " ".repeat(found.length),
  );
}
