import {
  compileFormula,
  describeField,
  stepsFrom,
  type FieldDefinition,
  type JsonObject,
  type Locale,
  type OptionSetDefinition,
  type Problem,
  type WayObjects,
} from "#engine";
import { wayOf } from "./completions.ts";

/** What the editor says of an expression while it is typed. */
export interface ExpressionState {
  /** Message and the part of the source it is about; null: nothing is wrong. */
  readonly fault: { readonly message: string; readonly start: number; readonly end: number } | null;
  /** Result for the chosen record, or why there is none; null: not asked for. */
  readonly sample: { readonly ok: boolean; readonly text: string } | null;
}

export interface ExpressionQuestion {
  readonly source: string;
  readonly fields: readonly FieldDefinition[];
  readonly optionSets?: ReadonlyMap<string, OptionSetDefinition>;
  readonly timeZone: string;
  readonly locale: Locale;
  /** Objects that it may read through relations; absent: it may not. */
  readonly objects?: WayObjects | undefined;
  /** Values by API name of the record to try it on. */
  readonly record?: JsonObject;
  /** What it reads through relations of that record, by path. */
  readonly related?: JsonObject;
  /** RFC 3339. */
  readonly now: string;
}

/** Checks an expression with the engine itself, and computes it for a record. */
export function checkExpression(question: ExpressionQuestion): ExpressionState {
  const { source, locale, record, related = {}, now } = question;
  if (source.trim() === "") return { fault: null, sample: null };
  const compiled = compiledFor(question);
  if (!compiled.ok) return { fault: faultOf(compiled.problems[0], source, locale), sample: null };
  if (!record) return { fault: null, sample: null };
  const result = compiled.value.evaluate({ record, before: record, related, now });
  const text = result.ok ? shown(result.value) : (result.problems[0]?.message[locale] ?? "");
  return { fault: null, sample: { ok: result.ok, text } };
}

/** Paths through relations that an expression reads; none while it is wrong. */
export function pathsRead(question: ExpressionQuestion): readonly (readonly string[])[] {
  const compiled = question.source.trim() === "" ? null : compiledFor(question);
  return compiled?.ok ? (compiled.value.relatedPaths ?? []) : [];
}

const nowhere: WayObjects = { get: () => undefined };

function compiledFor(question: ExpressionQuestion) {
  const steps = stepsFrom(wayOf(question.fields), question.objects ?? nowhere);
  return compileFormula(question.source, environmentFor(question), { steps });
}

type Environment = Parameters<typeof compileFormula>[1];
const environments = new WeakMap<readonly FieldDefinition[], Environment>();

/** One per list of fields: making one costs more than checking with it. */
function environmentFor({ fields, optionSets, timeZone }: ExpressionQuestion): Environment {
  const known = environments.get(fields);
  if (known && known.timeZone === timeZone) return known;
  const made = {
    timeZone,
    fields: fields.flatMap((definition) => {
      const field = describeField(definition, optionSets ?? new Map());
      return field ? [{ apiName: definition.apiName, type: field.type }] : [];
    }),
  };
  environments.set(fields, made);
  return made;
}

function faultOf(problem: Problem | undefined, source: string, locale: Locale): ExpressionState["fault"] {
  const { start = 0, end = 0 } = (problem?.details ?? {}) as {
    readonly start?: number;
    readonly end?: number;
  };
  const from = Math.min(start, Math.max(source.length - 1, 0));
  return { message: problem?.message[locale] ?? "", start: from, end: Math.max(end, from + 1) };
}

function shown(value: unknown): string {
  return typeof value === "string" ? `“${value}”` : JSON.stringify(value);
}

/** The published object that these fields, of a draft, are of: the one that has most of them. */
export function objectWithFields<
  Info extends { readonly definition: { readonly fields: readonly FieldDefinition[] } },
>(fields: readonly FieldDefinition[], objects: readonly Info[]): Info | undefined {
  const known = new Set(fields.map((one) => `${one.id ?? ""} ${one.apiName}`));
  const shared = (one: Info): number =>
    one.definition.fields.filter((each) => known.has(`${each.id ?? ""} ${each.apiName}`)).length;
  const [best] = objects.map((one) => ({ one, count: shared(one) })).sort((a, b) => b.count - a.count);
  return best && best.count > 0 ? best.one : undefined;
}

/** The text with something put at the selection, set off by spaces where words would run together. */
export function inserted(
  text: string,
  selection: { readonly from: number; readonly to: number },
  piece: string,
): { readonly text: string; readonly caret: number } {
  const before = text.slice(0, selection.from);
  const after = text.slice(selection.to);
  const left = /[\w"')\]]$/.test(before) ? " " : "";
  const right = /^[\w"']/.test(after) ? " " : "";
  return { text: before + left + piece + right + after, caret: (before + left + piece).length };
}
