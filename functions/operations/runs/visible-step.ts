import { objectAccess, type JsonObject, type ObjectAccess, type StepTrace } from "#engine";
import type { Caller } from "../access/caller.ts";

/**
 * A step without the values of fields that the caller may not read. A text that was filled from the record is shown only
 * to who may read the whole record.
 * @param object API name of the run's object
 */
export function visibleStep(caller: Caller, object: string, step: StepTrace): StepTrace {
  const granted = objectAccess(caller.access, object);
  const whole = readsAll(caller, object);
  const effects = step.effects.map((effect) => visibleEffect(caller, effect, whole));
  const target = step.effects.map(objectOf).find((one) => one !== null) ?? object;
  const input = mapped(step.input, {
    record: (record) => mapped(record, { values: (values) => readable(granted, values) }),
    before: (values) => readable(granted, values),
  });
  const values = (given: JsonObject) => readable(objectAccess(caller.access, target), given);
  const result = mapped(withoutText(step.result, whole), { values });
  return { ...step, input, result, effects };
}

function visibleEffect(caller: Caller, effect: JsonObject, whole: boolean): JsonObject {
  const object = objectOf(effect);
  const shown = withoutText(effect, whole);
  if (object === null) return shown;
  return mapped(shown, { values: (values) => readable(objectAccess(caller.access, object), values) });
}

/** The object that an effect writes to. */
function objectOf({ object, record }: JsonObject): string | null {
  if (typeof object === "string") return object;
  const target = isObject(record) ? record["object"] : null;
  return typeof target === "string" ? target : null;
}

function withoutText(given: JsonObject, whole: boolean): JsonObject {
  if (whole) return given;
  return Object.fromEntries(Object.entries(given).filter(([name]) => name !== "message"));
}

function readable(granted: ObjectAccess, values: JsonObject): JsonObject {
  const system = new Set(["id", "owner", "createdAt", "createdBy", "updatedAt", "updatedBy"]);
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => system.has(name) || granted.field(name) !== "none"),
  );
}

function readsAll({ access, model }: Caller, object: string): boolean {
  const granted = objectAccess(access, object);
  return model.objects.get(object)?.fields.every(({ apiName }) => granted.field(apiName) !== "none") ?? false;
}

/** An object with some of its properties changed, where they are objects. */
function mapped(
  given: JsonObject,
  changes: Readonly<Record<string, (value: JsonObject) => JsonObject>>,
): JsonObject {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const change = Object.hasOwn(changes, name) ? changes[name] : undefined;
      return [name, change && isObject(value) ? change(value) : value];
    }),
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
