import type { Json } from "../contract/json.ts";

/** Values near the numbers and texts an expression names: where conditions change their mind. */
export function literalsIn(source: string): readonly Json[] {
  const texts = [...source.matchAll(/"([^"\\]*)"|'([^'\\]*)'/g)].map((one) => one[1] ?? one[2] ?? "");
  const bare = source.replace(/"[^"\\]*"|'[^'\\]*'/g, "");
  const numbers = [...bare.matchAll(/(?<![\w.])\d{1,12}(?:\.\d{1,6})?/g)].map((one) => Number(one[0]));
  return [...texts.filter((one) => one !== ""), ...numbers.flatMap((one) => [one - 1, one, one + 1])];
}
