import { bilingual } from "../../shared/locale.ts";
import { decimal } from "../cel-values.ts";
import type { ExpressionFunction, Overload, ParameterType } from "./define.ts";

/** The first that has a value; whole numbers come out as decimals, so that dividing them stays exact. */
const first: Overload["run"] = (...all: unknown[]) => {
  const found = all.find((one) => one !== null && one !== undefined) ?? null;
  return typeof found === "bigint" || typeof found === "number" ? decimal(found) : found;
};
const kinds: readonly ParameterType[] = ["text", "number", "yesNo", "date", "instant", "money", "texts"];

/** `coalesce` for the checker, which knows types: all alternatives have one. */
export const typedCoalesce: readonly Overload[] = kinds.flatMap((kind) => [
  { takes: [kind, kind], gives: kind, run: first },
  { takes: [kind, kind, kind], gives: kind, run: first },
]);

/** `coalesce` where values may be absent. */
export const untypedCoalesce: readonly Overload[] = [
  { takes: ["any", "any"], gives: "any", run: first },
  { takes: ["any", "any", "any"], gives: "any", run: first },
];

export const coalesce: ExpressionFunction = {
  name: "coalesce",
  group: "value",
  help: bilingual("第一个有值的。", "The first that has a value."),
  example: "coalesce('a', 'b')",
  overloads: typedCoalesce,
};
