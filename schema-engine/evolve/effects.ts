import type { ObjectDefinition } from "../contract/metadata/object.ts";
import type { ObjectModel, WorkspaceModel } from "../contract/model.ts";
import { matchShape } from "../cleansing/match-keys.ts";
import { sameJson, valueOf } from "../records/values.ts";
import type { MetadataChange } from "./compare.ts";
import {
  brokenBy,
  everyRecord,
  safe,
  whenHit,
  type ChangeEffect,
  type Judged,
  type Look,
  type Models,
} from "./effect.ts";
import { duplicated, fieldEffect, rebuiltRecords, settingsEffect, type FieldPair } from "./field-effects.ts";

/** What a change does to records; null: nothing, whatever is stored. */
export function effectOf(change: MetadataChange, models: Models): ChangeEffect | null {
  const byKind = kindEffects[change.kind];
  return byKind ? byKind(change, models) : null;
}

const kindEffects: Readonly<Record<string, (change: MetadataChange, models: Models) => ChangeEffect | null>> =
  {
    object: objectEffect,
    rule: ruleEffect,
    duplicateRule: duplicateRuleEffect,
    pipeline: pipelineEffect,
    optionSet: optionSetEffect,
  };

function objectEffect(change: MetadataChange, models: Models): ChangeEffect | null {
  const object = models.before.objectsById.get(change.documentId);
  if (!object) return null;
  if (change.path === "")
    return change.change === "removed"
      ? { means: "loses", objects: [object], look: everyRecord, classify: whenHit("destructive") }
      : null;
  if (change.path.startsWith("/fields/")) return fieldEffect(change, object, models);
  if (change.path.startsWith("/indexes/"))
    return change.change === "removed" || change.property === "apiName" ? null : rebuiltRecords(object);
  if (change.path.startsWith("/uniques/")) return combinationEffect(change, object, models);
  return brokenBy(object, (one) => one.code === "option_not_offered" || one.code === "unknown_option");
}

function combinationEffect(
  change: MetadataChange,
  object: ObjectModel,
  { after }: Models,
): ChangeEffect | null {
  const now = after.objectsById.get(object.id);
  if (!now || change.change === "removed") return null;
  const uniques = (now.definition as ObjectDefinition).uniques ?? [];
  const found = uniques.find((one) => one.id === change.elementId);
  const fields = (found?.fields ?? []).flatMap((name) => now.byName.get(name) ?? []);
  return fields.length > 0 ? duplicated(object, fields) : null;
}

function ruleEffect(change: MetadataChange, models: Models): ChangeEffect | null {
  const object = models.after.objects.get(objectNamed(models.after, change) ?? "");
  const published = object && models.before.objectsById.get(object.id);
  if (!published || change.change === "removed" || isProse(change.property)) return null;
  return brokenBy(published, (one) => one.rule === change.apiName);
}

/** Records get other match keys by a rule that is new or compares other fields. */
function duplicateRuleEffect(change: MetadataChange, models: Models): ChangeEffect | null {
  const object = models.after.objects.get(objectNamed(models.after, change) ?? "");
  const published = object && models.before.objectsById.get(object.id);
  if (!published || change.change === "removed" || isProse(change.property)) return null;
  const shape = (model: ObjectModel) =>
    model.duplicateRules?.filter((one) => one.id === change.documentId).map(matchShape) ?? [];
  return sameJson(shape(published) as never, shape(object) as never) ? null : rebuiltRecords(published);
}

/** Records in a stage that the pipeline has no more, or that lack what their stage asks for. */
function pipelineEffect(change: MetadataChange, models: Models): ChangeEffect | null {
  const model = change.change === "removed" && change.path === "" ? models.before : models.after;
  const object = models.before.objectsById.get(model.objects.get(objectNamed(model, change) ?? "")?.id ?? "");
  if (!object || isProse(change.property) || change.property === "transitions") return null;
  return (
    leftStage(change, object) ??
    brokenBy(object, (one) => one.code === "required_in_stage" || one.code === "stage_not_in_pipeline")
  );
}

/** Records in a stage that goes; null when the change removes none. */
function leftStage(change: MetadataChange, object: ObjectModel): ChangeEffect | null {
  const option = (change.before as { readonly option?: string } | undefined)?.option;
  const stage = object.pipeline?.stageField;
  if (change.property !== "stages" || change.change !== "removed" || !stage || option === undefined)
    return null;
  const look = ({ before }: Judged): Look => {
    const hit = valueOf(stage, before.values) === option;
    return { hit, concerned: hit, ...(hit ? { value: option } : {}) };
  };
  return { means: "breaks", objects: [object], look, classify: safe };
}

/** A shared set touches every field that takes its options from it. */
function optionSetEffect(change: MetadataChange, { before, after }: Models): ChangeEffect | null {
  const pairs = [...before.objects.values()].flatMap((object) =>
    object.fields.flatMap((field): FieldPair[] => {
      const uses = field.type.optionSet?.(field.settings) !== undefined;
      const now = after.objectsById.get(object.id);
      const next = now?.fields.find((one) => one.definition.id === field.definition.id);
      const isChanged = next && !sameJson(field.settings as never, next.settings as never);
      return uses && now && next && isChanged ? [{ change, object, now, before: field, after: next }] : [];
    }),
  );
  const effects = pairs.flatMap((pair) => {
    const effect = settingsEffect(pair);
    return effect ? [{ object: pair.object, effect }] : [];
  });
  const [first] = effects;
  if (!first) return null;
  const code = (change.before as { readonly value?: string } | undefined)?.value;
  return {
    means: change.change === "removed" ? "loses" : first.effect.means,
    objects: [...new Set(effects.map((one) => one.object))],
    look(judged, object) {
      const looks = effects
        .filter((one) => one.object === object)
        .map((one) => one.effect.look(judged, object));
      const found = looks.find((one) => one.hit);
      const isIt =
        found && (code === undefined || change.elementId === undefined || hasCode(judged, pairs, code));
      return isIt ? found : { hit: false, concerned: false };
    },
    classify: change.change === "removed" ? whenHit("destructive") : first.effect.classify,
  };
}

function hasCode({ before }: Judged, pairs: readonly FieldPair[], code: string): boolean {
  return pairs.some((pair) => {
    const value = valueOf(pair.before, before.values);
    return Array.isArray(value) ? value.includes(code) : value === code;
  });
}

function objectNamed(model: WorkspaceModel, { kind, documentId }: MetadataChange): string | undefined {
  const document = model.documents.find((one) => one.kind === kind && one.id === documentId);
  return (document?.body as { readonly object?: string } | undefined)?.object;
}

function isProse(property: string | undefined): boolean {
  return (
    property === "label" || property === "message" || property === "apiName" || property === "description"
  );
}
