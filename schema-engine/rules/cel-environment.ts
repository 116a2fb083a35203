import { Environment } from "@marcbachmann/cel-js";
import type { CelType, FieldType } from "../contract/field-type.ts";
import { Decimal } from "../shared/decimal.ts";
import { CelDate, CelMoney } from "./cel-values.ts";
import type { ExpressionEnvironment, RelatedVariable } from "./expression-environment.ts";
import { Fuel } from "./fault.ts";
import { functionsOf } from "./functions/catalogue.ts";
import { signatures, type Overload } from "./functions/define.ts";
import { typedCoalesce, untypedCoalesce } from "./functions/values.ts";
import { registerOperators } from "./operators.ts";

/** The two sides of one language: `check` knows every type, `run` is untyped and therefore takes absent values. */
export interface CelEnvironments {
  readonly check: Environment;
  readonly run: Environment;
  /** What the evaluation that is under way has used up. */
  readonly fuel: Fuel;
}

/**
 * Two environments, because absent values are `null` and the checker has no nullable types: one is only type-checked
 * against (there `T == null` is an operator of every type), the other only evaluates. What all objects of a zone share is
 * made once; the rest costs little.
 */
export function celEnvironments(environment: ExpressionEnvironment): CelEnvironments {
  const shared = languageOf(environment.timeZone);
  const check = shared.check.clone();
  const schema = Object.fromEntries([
    ...environment.fields.map(({ apiName, type }) => [apiName, celTypes[type.cel.type]]),
    ...systemProperties,
  ]) as Record<string, string>;
  check.registerVariable({ name: "record", schema });
  check.registerVariable({ name: "before", schema });
  return { check, run: shared.run, fuel: shared.fuel };
}

/** The same language with variables for fields of related records; the given one is not changed. */
export function withRelated(
  { check, run, fuel }: CelEnvironments,
  related: ReadonlyMap<string, RelatedVariable>,
): CelEnvironments {
  const made = { check: check.clone(), run: run.clone(), fuel };
  for (const [variable, { path, type }] of related) {
    const system = systemProperties.find(([name]) => name === path.at(-1))?.[1];
    made.check.registerVariable(variable, type ? celTypes[type.cel.type] : (system ?? "dyn"));
    made.run.registerVariable(variable, "dyn");
  }
  return made;
}

/** CEL name of each of the contract's types. */
export const celTypes: Readonly<Record<CelType, string>> = {
  string: "string",
  bool: "bool",
  decimal: "Decimal",
  timestamp: "google.protobuf.Timestamp",
  date: "Date",
  "list<string>": "list<string>",
  money: "Money",
  dyn: "dyn",
};

/** Properties of every record, as expressions see them. */
export const systemProperties: readonly (readonly [string, string])[] = [
  ["id", "string"],
  ["owner", "string"],
  ["createdAt", celTypes.timestamp],
  ["createdBy", "string"],
  ["updatedAt", celTypes.timestamp],
  ["updatedBy", "string"],
  ["stageEnteredAt", celTypes.timestamp],
];
const instants = new Set(["createdAt", "updatedAt", "stageEnteredAt"]);

/** A stored value as the expression engine computes with it; null stays null. */
export function toCel(value: unknown, type: FieldType | undefined, name: string): unknown {
  if (value === null || value === undefined) return null;
  if (!type) return instants.has(name) ? new Date(String(value)) : value;
  const converted = type.cel.toCel(value);
  if (type.cel.type === "date") return new CelDate(String(converted));
  if (type.cel.type !== "money") return converted;
  const { amount, currency } = converted as { readonly amount: Decimal; readonly currency: string };
  return new CelMoney(amount, currency);
}

const languages = new Map<string, CelEnvironments>();

/** The words and operators of a zone, without the fields of any object. */
function languageOf(timeZone: string): CelEnvironments {
  const known = languages.get(timeZone);
  if (known) return known;
  const fuel = new Fuel();
  const check = vocabulary(timeZone, typedCoalesce);
  for (const name of Object.values(celTypes))
    if (name !== celTypes.dyn) check.registerOperator(`${name} == null`, () => false);
  const run = vocabulary(timeZone, untypedCoalesce);
  run.registerVariable("record", "map");
  run.registerVariable("before", "map");
  run.registerFunction(`${SPEND}(int, dyn): dyn`, (steps: bigint, made: unknown) => {
    fuel.spend(Number(steps), made);
    return made;
  });
  const made = { check, run, fuel };
  languages.set(timeZone, made);
  return made;
}

/** Function that the compiler puts around the bodies of list operations; not a word of the language. */
export const SPEND = "spend_";

function vocabulary(timeZone: string, coalesce: readonly Overload[]): Environment {
  const environment = new Environment({
    unlistedVariablesAreDyn: false,
    homogeneousAggregateLiterals: false,
    limits: {
      maxAstNodes: 2000,
      maxDepth: 60,
      maxListElements: 1000,
      maxMapEntries: 200,
      maxCallArguments: 16,
    },
  });
  environment.registerType("Decimal", { ctor: Decimal, fields: {} });
  environment.registerType("Money", { ctor: CelMoney, fields: { amount: "Decimal", currency: "string" } });
  environment.registerType("Date", { ctor: CelDate, fields: {} });
  registerOperators(environment);
  for (const { name, overloads } of functionsOf(timeZone)) registerAll(environment, name, overloads);
  registerAll(environment, "coalesce", coalesce);
  environment.registerVariable("steps", "map");
  environment.registerVariable("now", celTypes.timestamp);
  environment.registerVariable("today", "Date");
  environment.registerVariable("actor", "string");
  return environment;
}

function registerAll(environment: Environment, name: string, overloads: readonly Overload[]): void {
  for (const overload of overloads)
    for (const signature of signatures(name, overload))
      environment.registerFunction(signature, overload.run as (...given: unknown[]) => unknown);
}
