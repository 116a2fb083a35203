import type { RollupSummary } from "../contract/field-type.ts";
import type { FieldModel, ObjectModel } from "../contract/model.ts";
import type { Filter } from "../contract/query.ts";
import { isSystemField } from "../contract/system-fields.ts";
import { systemProperties } from "./cel-environment.ts";
import type { PathSteps } from "./related-paths.ts";

type Objects = ReadonlyMap<string, ObjectModel>;

/** Fields of an object by API name: all that finding a way through relations needs of it. */
export interface WayObject {
  readonly byName: ReadonlyMap<string, Pick<FieldModel, "type" | "settings">>;
}

/** Objects that ways may lead to, by API name. */
export interface WayObjects {
  get(name: string): WayObject | undefined;
}

/** A field by the API names of its object and itself. */
export interface FieldName {
  readonly object: string;
  readonly field: string;
}

/** The one object a relation leads to; null for every other field, and where it may lead to several. */
export function targetOf({ type, settings }: Pick<FieldModel, "type" | "settings">): string | null {
  if (!type.references || !type.targets || type.without) return null;
  const targets = type.targets(settings);
  return targets.length === 1 ? (targets[0] ?? null) : null;
}

/** How expressions of an object find their way through relations. */
export function stepsFrom(object: WayObject, objects: WayObjects): PathSteps {
  return (name, field) => {
    const at = name === null ? object : objects.get(name);
    const model = at?.byName.get(field);
    if (model) return { type: model.type, object: targetOf(model) };
    const isProperty = name !== null && systemProperties.some(([one]) => one === field);
    return at && isProperty ? { type: null, object: null } : null;
  };
}

/** What a roll-up adds up; null for every other field. */
export function summaryOf({ type, settings }: FieldModel): RollupSummary | null {
  return type.computed?.source === "derived" ? type.computed.summary(settings) : null;
}

/** The fields a computed field is made of, those of other objects too; none for a field people fill in. */
export function inputsOf(object: ObjectModel, field: FieldModel, objects: Objects): readonly FieldName[] {
  const summary = summaryOf(field);
  if (summary) return summaryInputs(summary);
  const own = (field.computation?.dependencies ?? []).map((name) => ({
    object: object.apiName,
    field: name,
  }));
  return [...own, ...(field.relatedPaths ?? []).flatMap((path) => pathInputs(object, path, objects))];
}

/** API names of the fields a filter names. */
export function filterFields(filter: Filter): readonly string[] {
  if ("and" in filter) return filter.and.flatMap(filterFields);
  if ("or" in filter) return filter.or.flatMap(filterFields);
  return "not" in filter ? filterFields(filter.not) : [filter.field];
}

function summaryInputs({ object, field, of, filter }: RollupSummary): readonly FieldName[] {
  const filtered = filter === null ? [] : filterFields(filter as unknown as Filter);
  const names = [field, ...(of === null ? [] : [of]), ...filtered.filter((one) => !isSystemField(one))];
  return names.map((name) => ({ object, field: name }));
}

function pathInputs(object: ObjectModel, path: readonly string[], objects: Objects): readonly FieldName[] {
  const inputs: FieldName[] = [];
  let at: ObjectModel | undefined = object;
  for (const name of path) {
    const field: FieldModel | undefined = at?.byName.get(name);
    if (!at || !field) break;
    inputs.push({ object: at.apiName, field: name });
    at = objects.get(targetOf(field) ?? "");
  }
  return inputs;
}
