import type { FieldModel, ObjectModel } from "../contract/model.ts";
import { valueOf } from "../records/values.ts";
import type { MetadataChange } from "./compare.ts";
import {
  brokenBy,
  everyRecord,
  safe,
  told,
  whenHit,
  type ChangeEffect,
  type Judged,
  type Look,
  type Models,
} from "./effect.ts";
import type { Finding } from "./judge.ts";
import { conversionFailure } from "./stored-form.ts";

/** What a change of one field does to the records of its object. */
export function fieldEffect(
  change: MetadataChange,
  object: ObjectModel,
  models: Models,
): ChangeEffect | null {
  const before = object.fields.find((one) => one.definition.id === change.elementId);
  const now = models.after.objectsById.get(object.id);
  const after = now?.fields.find((one) => one.definition.id === change.elementId);
  if (change.change === "removed") return before ? lostValues(object, before) : null;
  if (!after || !now) return null;
  if (change.change === "added") return addedField(object, now, after);
  const byProperty = before && fieldEffects[change.property ?? ""];
  return byProperty ? byProperty({ change, object, now, before, after }) : null;
}

/** A field before and after. */
export interface FieldPair {
  readonly change: MetadataChange;
  readonly object: ObjectModel;
  readonly now: ObjectModel;
  readonly before: FieldModel;
  readonly after: FieldModel;
}

const fieldEffects: Readonly<Record<string, (pair: FieldPair) => ChangeEffect | null>> = {
  type: converted,
  required: requiredEffect,
  requiredIf: requiredEffect,
  visibleIf: requiredEffect,
  settings: settingsEffect,
  unique: (pair) => (pair.change.after === true ? duplicated(pair.object, [pair.after]) : null),
  indexed: rebuilt,
  searchable: rebuilt,
};

function addedField(object: ObjectModel, now: ObjectModel, field: FieldModel): ChangeEffect | null {
  const { required, requiredIf, indexed, storedAs } = field.definition;
  if (required === true || requiredIf !== undefined) return lacking(object, field);
  const isFilled = storedAs !== undefined || field.conversion !== undefined;
  return indexed === true && (isFilled || now.id === object.id) ? rebuiltRecords(object) : null;
}

function requiredEffect({ object, after }: FieldPair): ChangeEffect {
  return lacking(object, after);
}

function lacking(object: ObjectModel, field: FieldModel): ChangeEffect {
  const isLacking = (one: Finding): boolean => one.code === "required" && one.fieldId === field.definition.id;
  return brokenBy(object, isLacking);
}

function rebuilt({ change, object }: FieldPair): ChangeEffect | null {
  return change.after === true ? rebuiltRecords(object) : null;
}

export function rebuiltRecords(object: ObjectModel): ChangeEffect {
  return { means: "rebuilds", objects: [object], look: everyRecord, classify: whenHit("needsBackfill") };
}

function lostValues(object: ObjectModel, field: FieldModel): ChangeEffect {
  const look = ({ before }: Judged): Look => {
    const value = valueOf(field, before.values);
    return { hit: value !== null, concerned: value !== null, ...told(field, value) };
  };
  return { means: "loses", objects: [object], look, classify: whenHit("destructive") };
}

/** A change of type loses the values that cannot be converted; all others are converted by a job. */
function converted({ object, before, now, after }: FieldPair): ChangeEffect {
  const look = (judged: Judged): Look => {
    const value = valueOf(before, judged.before.values);
    if (value === null || !judged.after) return { hit: false, concerned: false };
    const id = after.definition.id ?? "";
    const hit = after.conversion
      ? conversionFailure(now, id, judged.after.values) !== null
      : after.type.computed === undefined;
    return { hit, concerned: true, ...(hit ? told(before, value) : {}) };
  };
  return {
    means: "loses",
    objects: [object],
    look,
    classify: ({ hits, concerned }) => (hits > 0 ? "destructive" : concerned > 0 ? "needsBackfill" : "safe"),
  };
}

/** Options that go, options that are retired, and limits that stored values break. */
export function settingsEffect(pair: FieldPair): ChangeEffect | null {
  const { object, before, after } = pair;
  const choices = after.type.choices?.(after.settings);
  const lost = missing(before, new Set((choices ?? []).map((one) => one.value)));
  const retired = retiredIn(after);
  for (const one of retiredIn(before)) retired.delete(one);
  const isFault = (one: Finding): boolean =>
    one.fieldId === after.definition.id && one.code !== "required" && one.code !== "retired_option";
  const look = (judged: Judged): Look => {
    const value = valueOf(before, judged.before.values);
    const codes: readonly unknown[] = Array.isArray(value) ? value : [value];
    const isChoice = choices !== undefined && codes.some((one) => lost.has(one) || retired.has(one));
    const hit = isChoice || judged.newFaults.some(isFault);
    return { hit, concerned: hit, ...(hit ? told(before, value) : {}) };
  };
  const isLoss = choices !== undefined && lost.size > 0;
  const means = isLoss ? "loses" : retired.size > 0 ? "uses" : "breaks";
  return { means, objects: [object], look, classify: isLoss ? whenHit("destructive") : safe };
}

function missing(field: FieldModel, kept: ReadonlySet<string>): ReadonlySet<unknown> {
  const values = (field.type.choices?.(field.settings) ?? []).map((one) => one.value);
  return new Set<unknown>(values.filter((one) => !kept.has(one)));
}

function retiredIn(field: FieldModel): Set<unknown> {
  const choices = field.type.choices?.(field.settings) ?? [];
  return new Set<unknown>(choices.filter((one) => one.retired === true).map((one) => one.value));
}

/** Values (or combinations) that more than one record has. */
export function duplicated(object: ObjectModel, fields: readonly FieldModel[]): ChangeEffect {
  const look = ({ after }: Judged): Look => {
    const parts = fields.map((field) => {
      const value = after && valueOf(field, after.values);
      if (value === null || value === undefined) return null;
      return field.type.uniqueKey?.(value, field.settings) ?? JSON.stringify(value);
    });
    if (parts.includes(null)) return { hit: false, concerned: false };
    return { hit: true, concerned: true, value: parts.join(" · ") };
  };
  return {
    means: "duplicates",
    objects: [object],
    look,
    classify: ({ hits, concerned }) => (hits > 0 ? "refused" : concerned > 0 ? "needsBackfill" : "safe"),
  };
}
