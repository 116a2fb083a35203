import type { LocalizedText } from "../../contract/problem.ts";

/** Name of a type in signatures; the engine's own names stand in `celNames`. */
export type ParameterType =
  "text" | "number" | "whole" | "yesNo" | "date" | "instant" | "money" | "texts" | "any";

/** A function that expressions may call: what the editor shows and what the engine registers. */
export interface ExpressionFunction {
  readonly name: string;
  readonly group: "text" | "number" | "date" | "money" | "value";
  /** One sentence for the person who writes a formula. */
  readonly help: LocalizedText;
  /** An expression that can be computed without a record. */
  readonly example: string;
  readonly overloads: readonly Overload[];
}

/** One list of parameters; `run` gets the engine's values (Decimal, bigint, CelDate …). */
export interface Overload {
  readonly takes: readonly ParameterType[];
  readonly gives: ParameterType;
  run(...given: never[]): unknown;
}

/** CEL type names of each parameter type; several where numbers of different kinds may stand. */
export const celNames: Readonly<Record<ParameterType, readonly string[]>> = {
  text: ["string"],
  number: ["Decimal", "int", "double"],
  whole: ["int", "Decimal"],
  yesNo: ["bool"],
  date: ["Date"],
  instant: ["google.protobuf.Timestamp"],
  money: ["Money"],
  texts: ["list<string>"],
  any: ["dyn"],
};

/** Name of what a function gives, for the checker: numbers are Decimals, whole ones ints. */
export const resultNames: Readonly<Record<ParameterType, string>> = {
  text: "string",
  number: "Decimal",
  whole: "int",
  yesNo: "bool",
  date: "Date",
  instant: "google.protobuf.Timestamp",
  money: "Money",
  texts: "list<string>",
  any: "dyn",
};

/** Every signature of an overload as the engine takes them. */
export function signatures(name: string, { takes, gives }: Overload): readonly string[] {
  const lists = takes.reduce<readonly (readonly string[])[]>(
    (all, one) => all.flatMap((before) => celNames[one].map((type) => [...before, type])),
    [[]],
  );
  return lists.map((types) => `${name}(${types.join(", ")}): ${resultNames[gives]}`);
}
