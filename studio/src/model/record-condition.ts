import { compileExpression, type CompiledExpression, type JsonObject } from "#engine";
import type { ObjectInfo } from "./object-info.ts";

/** Compiled conditions of an object; its picture changes with the metadata, and they go with it. */
const compiled = new WeakMap<ObjectInfo, Map<string, CompiledExpression | null>>();

/** What a condition looks at beside the record. */
export interface ConditionMoment {
  /** IANA zone of the workspace. */
  readonly timeZone: string;
  /** RFC 3339. */
  readonly now: string;
  /** User id of the reader. */
  readonly actor: string;
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
  const condition = conditionOf(record.object, source, moment.timeZone);
  if (!condition) return true;
  const { now, actor } = moment;
  const values = { ...blank(record.object), ...record.values };
  const result = condition.evaluate({ record: values, now, actor });
  return result.ok && result.value === true;
}

function conditionOf(object: ObjectInfo, source: string, timeZone: string): CompiledExpression | null {
  const known = compiled.get(object) ?? new Map<string, CompiledExpression | null>();
  compiled.set(object, known);
  const before = known.get(source);
  if (before !== undefined) return before;
  const made = compileExpression(source, { fields: object.fields, timeZone }, "bool");
  const condition = made.ok ? made.value : null;
  known.set(source, condition);
  return condition;
}

function blank(object: ObjectInfo): JsonObject {
  return Object.fromEntries(object.fields.map((one) => [one.apiName, null]));
}
