/** Why an expression that was right could not be computed; said to people, so in both languages. */
export class ExpressionFault extends Error {
  readonly code: string;
  readonly texts: readonly [chinese: string, english: string];
  constructor(code: string, texts: readonly [chinese: string, english: string]) {
    super(texts[1]);
    this.code = code;
    this.texts = texts;
  }
}

/** Most steps of the bodies of list operations one evaluation may take (reliability.md F12). */
export const MOST_STEPS = 10_000;
/** Most characters of a text that an evaluation may make (F03). */
export const LONGEST_TEXT = 100_000;

/** What one evaluation has used up; evaluations are synchronous, so one at a time. */
export class Fuel {
  #steps = 0;

  refill(): void {
    this.#steps = 0;
  }

  /** Counts steps and looks at what they made; throws an `ExpressionFault` when it is too much. */
  spend(steps: number, made: unknown): void {
    this.#steps += steps;
    if (this.#steps > MOST_STEPS)
      throw new ExpressionFault("too_complex", [
        `计算超过 ${MOST_STEPS} 步，请缩短列表或简化表达式。`,
        `It takes more than ${MOST_STEPS} steps; shorten the list or simplify the expression.`,
      ]);
    checkLength(made);
  }
}

/** The text itself, when it is not too long to go on with. */
export function checkLength<Value>(made: Value): Value {
  if (typeof made === "string") checkSize(made.length);
  return made;
}

/** Throws an `ExpressionFault` when a text of so many characters would be too long. */
export function checkSize(characters: number): void {
  if (characters > LONGEST_TEXT)
    throw new ExpressionFault("too_complex", [
      `得到的文字超过 ${LONGEST_TEXT} 个字符。`,
      `The text made is longer than ${LONGEST_TEXT} characters.`,
    ]);
}
