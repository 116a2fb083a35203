import {
  compileFormula,
  stepsFrom,
  type CompiledExpression,
  type JsonObject,
  type WayObjects,
} from "#engine";
import type { ObjectInfo } from "./object-info.ts";
import type { ReachedValues, RelatedPaths } from "./related-values.ts";

/** Compiled conditions of an object; its picture changes with the metadata, and they go with it. */
const compiled = new WeakMap<ObjectInfo, Map<string, CompiledExpression | null>>();

/** What conditions are compiled against beside the record's object. */
export interface ConditionGround {
  /** IANA zone of the workspace. */
  readonly timeZone: string;
  /** Objects that relations lead to. */
  readonly objects: WayObjects;
}

/** What a condition looks at beside the record. */
export interface ConditionMoment extends ConditionGround {
  /** RFC 3339. */
  readonly now: string;
  /** User id of the reader. */
  readonly actor: string;
  /** What is known of values at the ends of `pathsOfConditions`. */
  readonly related: ReachedValues;
}

/**
 * Whether a part of a layout is shown for a record with these values. One that computes with an absent value does not
 * hold; a condition this reader cannot evaluate hides nothing.
 */
export function conditionHolds(
  source: string | undefined,
  record: { readonly object: ObjectInfo; readonly values: JsonObject },
  moment: ConditionMoment,
): boolean {
  if (source === undefined) return true;
  const condition = conditionOf(record.object, source, moment);
  const { now, actor, related } = moment;
  if (!condition || !isKnown(condition, related)) return true;
  const values = { ...blank(record.object), ...record.values };
  const result = condition.evaluate({ record: values, related, now, actor });
  return result.ok && result.value === true;
}

/** Paths through relations that these conditions read; of those that cannot be compiled none. */
export function pathsOfConditions(
  sources: readonly (string | undefined)[],
  object: ObjectInfo,
  ground: ConditionGround,
): RelatedPaths {
  return sources.flatMap((source) =>
    source === undefined ? [] : (conditionOf(object, source, ground)?.relatedPaths ?? []),
  );
}

function isKnown({ relatedPaths = [] }: CompiledExpression, related: ReachedValues): boolean {
  return relatedPaths.every((path) => path.join(".") in related);
}

function conditionOf(
  object: ObjectInfo,
  source: string,
  { timeZone, objects }: ConditionGround,
): CompiledExpression | null {
  const known = compiled.get(object) ?? new Map<string, CompiledExpression | null>();
  compiled.set(object, known);
  const before = known.get(source);
  if (before !== undefined) return before;
  const steps = stepsFrom(object, objects);
  const made = compileFormula(source, { fields: object.fields, timeZone }, { steps, result: "bool" });
  const condition = made.ok ? made.value : null;
  known.set(source, condition);
  return condition;
}

function blank(object: ObjectInfo): JsonObject {
  return Object.fromEntries(object.fields.map((one) => [one.apiName, null]));
}
