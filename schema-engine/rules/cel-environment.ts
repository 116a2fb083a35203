import { Environment } from "@marcbachmann/cel-js";
import type { CelType, FieldType } from "../contract/field-type.ts";
import { addDays, dateIn, daysBetween, isDate } from "../shared/calendar.ts";
import { Decimal } from "../shared/decimal.ts";
import type { ExpressionEnvironment, RelatedVariable } from "./expression-environment.ts";

/** An amount of money as expressions see it. */
export class CelMoney {
  readonly amount: Decimal;
  readonly currency: string;
  constructor(amount: Decimal, currency: string) {
    this.amount = amount;
    this.currency = currency;
  }
}

/** A day as expressions see it. */
export class CelDate {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** The two sides of one language: `check` knows every type, `run` is untyped and therefore takes absent values. */
export interface CelEnvironments {
  readonly check: Environment;
  readonly run: Environment;
}

/**
 * Two environments, because absent values are `null` and the checker has no nullable types: one is only type-checked
 * against (there `T == null` is an operator of every type), the other only evaluates. Expensive; made once per object.
 */
export function celEnvironments(environment: ExpressionEnvironment): CelEnvironments {
  const check = language(environment.timeZone);
  for (const name of Object.values(celTypes))
    if (name !== celTypes.dyn) check.registerOperator(`${name} == null`, () => false);
  const schema = Object.fromEntries([
    ...environment.fields.map(({ apiName, type }) => [apiName, celTypes[type.cel.type]]),
    ...systemProperties,
  ]) as Record<string, string>;
  check.registerVariable({ name: "record", schema });
  check.registerVariable({ name: "before", schema });
  const run = language(environment.timeZone);
  run.registerVariable("record", "map");
  run.registerVariable("before", "map");
  return { check, run };
}

/** The same language with variables for fields of related records; the given one is not changed. */
export function withRelated(
  { check, run }: CelEnvironments,
  related: ReadonlyMap<string, RelatedVariable>,
): CelEnvironments {
  const made = { check: check.clone(), run: run.clone() };
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

function language(timeZone: string): Environment {
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
  registerDecimal(environment);
  registerMoney(environment);
  registerDates(environment, timeZone);
  environment.registerVariable("steps", "map");
  environment.registerVariable("now", celTypes.timestamp);
  environment.registerVariable("today", "Date");
  environment.registerVariable("actor", "string");
  return environment;
}

type Numeric = Decimal | bigint | number;

function decimal(value: Numeric): Decimal {
  if (value instanceof Decimal) return value;
  const number = Number(value);
  return new Decimal(typeof value === "bigint" && !Number.isSafeInteger(number) ? value.toString() : number);
}

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

const arithmetic: Readonly<Record<string, (a: Decimal, b: Decimal) => Decimal>> = {
  "+": (a, b) => a.plus(b),
  "-": (a, b) => a.minus(b),
  "*": (a, b) => a.times(b),
  "/": divide,
};

function divide(a: Decimal, b: Decimal): Decimal {
  if (b.isZero()) throw new RangeError("division by zero");
  return a.dividedBy(b);
}

/** Decimal with Decimal, int and double, either side. */
function registerDecimal(environment: Environment): void {
  for (const [left, right] of [
    ["Decimal", "Decimal"],
    ["Decimal", "int"],
    ["Decimal", "double"],
    ["int", "Decimal"],
    ["double", "Decimal"],
  ]) {
    for (const [operator, holds] of Object.entries(comparisons))
      environment.registerOperator(`${left} ${operator} ${right}`, (a: Numeric, b: Numeric) =>
        holds(decimal(a).comparedTo(decimal(b))),
      );
    for (const [operator, compute] of Object.entries(arithmetic))
      environment.registerOperator(`${left} ${operator} ${right}: Decimal`, (a: Numeric, b: Numeric) =>
        compute(decimal(a), decimal(b)),
      );
  }
  for (const right of ["Decimal", "int", "double"])
    environment.registerOperator(`Decimal == ${right}`, (a: Numeric, b: Numeric) =>
      decimal(a).equals(decimal(b)),
    );
  environment.registerFunction("decimal(string): Decimal", (text: string) => new Decimal(text));
  environment.registerFunction("decimal(int): Decimal", decimal);
  environment.registerFunction("decimal(double): Decimal", decimal);
  environment.registerFunction("round(Decimal, int): Decimal", (value: Decimal, digits: bigint) =>
    value.toDecimalPlaces(Math.min(Math.max(Number(digits), 0), 20)),
  );
  environment.registerFunction("text(Decimal): string", (value: Decimal) => value.toFixed());
}

function registerMoney(environment: Environment): void {
  environment.registerOperator(
    "Money == Money",
    (a: CelMoney, b: CelMoney) => a.currency === b.currency && a.amount.equals(b.amount),
  );
  environment.registerFunction(
    "money(Decimal, string): Money",
    (amount: Decimal, currency: string) => new CelMoney(amount, currency),
  );
  environment.registerFunction(
    "money(string, string): Money",
    (amount: string, currency: string) => new CelMoney(new Decimal(amount), currency),
  );
}

function registerDates(environment: Environment, timeZone: string): void {
  for (const [operator, holds] of Object.entries(comparisons))
    environment.registerOperator(`Date ${operator} Date`, (a: CelDate, b: CelDate) =>
      holds(a.text < b.text ? -1 : Number(a.text > b.text)),
    );
  environment.registerOperator("Date == Date", (a: CelDate, b: CelDate) => a.text === b.text);
  environment.registerFunction("date(string): Date", (text: string) => celDate(isDate(text) ? text : null));
  environment.registerFunction("dateOf(google.protobuf.Timestamp): Date", (instant: Date) =>
    celDate(dateIn(instant.toISOString(), timeZone)),
  );
  environment.registerFunction("addDays(Date, int): Date", (from: CelDate, days: bigint) =>
    celDate(addDays(from.text, Number(days))),
  );
  environment.registerFunction("daysBetween(Date, Date): int", (from: CelDate, to: CelDate) =>
    BigInt(daysBetween(from.text, to.text)),
  );
}

function celDate(text: string | null): CelDate {
  if (text === null) throw new RangeError("no such date");
  return new CelDate(text);
}
