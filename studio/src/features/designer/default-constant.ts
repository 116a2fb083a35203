import type { Json } from "#engine";

/**
 * The constant a default expression stands for: a text, number, true or false as CEL writes them. Undefined: it is
 * empty or computes something.
 */
export function constantOf(expression: string): Json | undefined {
  const text = expression.trim();
  if (!/^(".*"|-?\d+(\.\d+)?|true|false)$/s.test(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The CEL text of a constant; null when the value cannot be written as one. */
export function expressionOf(value: unknown): string | null {
  const isPlain = typeof value === "string" || typeof value === "boolean" || typeof value === "number";
  return isPlain ? JSON.stringify(value) : null;
}
