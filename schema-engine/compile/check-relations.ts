import type { RollupSummary } from "../contract/field-type.ts";
import { limits } from "../contract/limits.ts";
import type { MetadataDocument } from "../contract/metadata/kind.ts";
import type { FieldModel, ObjectModel, WorkspaceModel } from "../contract/model.ts";
import { invalid, under, type Problem } from "../contract/problem.ts";
import type { Filter } from "../contract/query.ts";
import { filterFields, inputsOf, summaryOf, targetOf } from "../rules/field-inputs.ts";
import { bilingual } from "../shared/locale.ts";
import { findCycle } from "./find-cycle.ts";
import { formulaOf } from "./formulas.ts";
import { sidesOf } from "./joins.ts";

/** Formulas, roll-ups and relations of an object, which need the objects they lead to. */
export function checkRelations(document: MetadataDocument, model: WorkspaceModel): readonly Problem[] {
  const object = document.kind === "object" ? model.objects.get(document.apiName) : undefined;
  if (!object) return [];
  const summaries = object.fields.filter((one) => summaryOf(one) !== null);
  return [
    ...(summaries.length > limits.rollups ? [tooManyRollups(summaries.length)] : []),
    ...object.fields.flatMap((field) => {
      const at = object.definition.fields.findIndex((one) => one.apiName === field.apiName);
      const problems = [
        ...formulaProblems(field, object, model),
        ...rollupProblems(field, object, model),
        ...treeProblems(field, object),
        ...joinProblems(field, object, model),
      ];
      return problems.map((one) => under(`/fields/${at}/settings`, one));
    }),
  ];
}

/** A computed field that in the end is made of itself: 422 `cycle`, once, at a field of the circle. */
export function checkCycles(model: WorkspaceModel): readonly Problem[] {
  const fieldAt = (name: string): readonly [ObjectModel, FieldModel] | null => {
    const [objectName = "", fieldName = ""] = name.split(".");
    const object = model.objects.get(objectName);
    const field = object?.byName.get(fieldName);
    return object && field ? [object, field] : null;
  };
  const names = [...model.objects.values()].flatMap((object) =>
    object.fields.filter((one) => one.type.computed).map((one) => `${object.apiName}.${one.apiName}`),
  );
  const found = findCycle(names, (name) => {
    const at = fieldAt(name);
    return at ? inputsOf(at[0], at[1], model.objects).map((one) => `${one.object}.${one.field}`) : [];
  });
  if (!found) return [];
  const computed = found.find((name) => fieldAt(name)?.[1].type.computed) ?? found[0] ?? "";
  return [cycle(found, pointerOf(computed, model))];
}

function pointerOf(name: string, model: WorkspaceModel): string {
  const [object = "", field = ""] = name.split(".");
  const fields = model.objects.get(object)?.definition.fields ?? [];
  return `/object/${object}/fields/${fields.findIndex((one) => one.apiName === field)}/settings`;
}

function formulaProblems(field: FieldModel, object: ObjectModel, model: WorkspaceModel): readonly Problem[] {
  const formula = formulaOf(field, { object, objects: model.objects, settings: model.workspace });
  return formula && !formula.ok ? formula.problems.map((one) => under("/expression", one)) : [];
}

function rollupProblems(field: FieldModel, object: ObjectModel, model: WorkspaceModel): readonly Problem[] {
  const summary = summaryOf(field);
  const other = summary ? model.objects.get(summary.object) : undefined;
  if (!summary || !other) return [];
  const back = other.byName.get(summary.field);
  const problems: Problem[] = [];
  if (back && targetOf(back) !== object.apiName) problems.push(pointsElsewhere(summary));
  problems.push(...measureProblems(field, summary, other), ...filterProblems(summary, other));
  return problems;
}

function measureProblems(field: FieldModel, summary: RollupSummary, other: ObjectModel): readonly Problem[] {
  const of = summary.of === null ? undefined : other.byName.get(summary.of);
  if (!of) return [];
  const isMeasured = of.type.measure !== undefined;
  const isOrdered = (summary.fn === "min" || summary.fn === "max") && of.type.index !== undefined;
  if (!isMeasured && !isOrdered) return [cannotMeasure(summary)];
  return of.type.cel.type === field.type.cel.type ? [] : [otherResult(of)];
}

/** Names must exist; only comparisons with fixed values count, because the result must not change with the clock. */
function filterProblems({ filter }: RollupSummary, other: ObjectModel): readonly Problem[] {
  if (filter === null) return [];
  const shape = JSON.stringify(filter);
  if (shape.includes('"@')) return [clockFilter];
  const isFilter = typeof filter === "object" && !Array.isArray(filter);
  const names = isFilter ? safeFields(filter as unknown as Filter) : null;
  if (!names) return [badFilter];
  return names.filter((name) => !other.byName.has(name) && name !== "owner").map(unknownFilterField);
}

function safeFields(filter: Filter): readonly string[] | null {
  try {
    const names = filterFields(filter);
    return names.every((one) => typeof one === "string") ? names : null;
  } catch {
    return null;
  }
}

function treeProblems(field: FieldModel, object: ObjectModel): readonly Problem[] {
  const isTree = field.type.acyclic?.(field.settings) === true;
  return isTree && targetOf(field) !== object.apiName ? [notOwnObject] : [];
}

/** A joining object has a relation to either side. */
function joinProblems(
  { type, settings }: FieldModel,
  { apiName }: ObjectModel,
  { objects }: WorkspaceModel,
): readonly Problem[] {
  const joined = type.joins?.(settings);
  const joining = joined ? objects.get(joined.through) : undefined;
  if (!joined || !joining) return [];
  if (sidesOf(joining, { from: apiName, to: joined.target })) return [];
  const text = bilingual(
    `连接对象“${joined.through}”须有两个关联字段，分别指向“${apiName}”和“${joined.target}”。`,
    `The joining object “${joined.through}” needs two relations, to “${apiName}” and to “${joined.target}”.`,
  );
  return [invalid("/through", "no_join", text)];
}

function cycle(path: readonly string[], pointer: string): Problem {
  const shown = path.length > 12 ? [...path.slice(0, 6), "…", ...path.slice(-5)] : path;
  const way = shown.join(" → ");
  return {
    ...invalid(
      pointer,
      "cycle",
      bilingual(`计算形成循环：${way}。`, `These computations go round in a circle: ${way}.`),
    ),
    details: { path: path.slice(0, 200) },
  };
}

function tooManyRollups(count: number): Problem {
  return invalid(
    "/fields",
    "too_many",
    bilingual(
      `一个对象最多 ${limits.rollups} 个汇总字段，现在有 ${count} 个。`,
      `An object has at most ${limits.rollups} roll-ups; this one has ${count}.`,
    ),
  );
}

function pointsElsewhere({ object, field }: RollupSummary): Problem {
  const text = bilingual(
    `“${object}.${field}”不是指向本对象的关联字段。`,
    `“${object}.${field}” is no relation to this object.`,
  );
  return invalid("/field", "wrong_target", text);
}

function cannotMeasure({ of, fn }: RollupSummary): Problem {
  const text = bilingual(
    `字段“${of}”不能用于“${fn}”。`,
    `The field “${of}” cannot be summarised by “${fn}”.`,
  );
  return invalid("/of", "not_supported", text);
}

function otherResult(of: FieldModel): Problem {
  const text = bilingual(
    `结果类型须与字段“${of.apiName}”的类型一致。`,
    `The type of the result must be that of the field “${of.apiName}”.`,
  );
  return invalid("/result", "wrong_type", text);
}

function unknownFilterField(name: string): Problem {
  const text = bilingual(`汇总的对象没有字段“${name}”。`, `The summarised object has no field “${name}”.`);
  return invalid("/filter", "unknown_field", text);
}

const badFilter = invalid("/filter", "type", bilingual("筛选条件无效。", "The filter is not valid."));
const clockFilter = invalid(
  "/filter",
  "not_supported",
  bilingual("汇总的筛选条件不能使用相对日期。", "A roll-up's filter cannot use relative dates."),
);
const notOwnObject = invalid(
  "/target",
  "wrong_target",
  bilingual("层级须指向对象自身。", "A hierarchy points at its own object."),
);
