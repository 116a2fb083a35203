import { targetOf } from "../rules/field-inputs.ts";
import { locales, type LocalizedText } from "../contract/problem.ts";
import type { FieldModel, ObjectModel, WorkspaceModel } from "../contract/model.ts";
import type { ColumnMapping } from "./mapping.ts";

/** A column with the best target found, or null; `confidence` 0–1. */
export interface ColumnGuess {
  readonly column: string;
  readonly target: ColumnMapping | null;
  readonly confidence: number;
}

export interface FileGuess {
  /** API name of the object that fits best; null when no column fits any. */
  readonly object: string | null;
  readonly columns: readonly ColumnGuess[];
}

/**
 * Finds for a sheet the object it is about and for each heading the field it means, by labels in both languages,
 * API names, and the words Chinese and English sheets use for the same thing (ID and 编号, 机会 and 商机 …).
 */
export function guessMapping(
  model: WorkspaceModel,
  file: { readonly name: string; readonly headings: readonly string[] },
  allowed: (object: string) => boolean,
): FileGuess {
  const candidates = [...model.objects.values()]
    .filter((object) => allowed(object.apiName))
    .map((object) => scored(model, object, file));
  const best = candidates.sort((a, b) => b.score - a.score)[0];
  if (!best || best.matched === 0) {
    return {
      object: null,
      columns: file.headings.map((column) => ({ column, target: null, confidence: 0 })),
    };
  }
  return { object: best.object, columns: best.columns };
}

interface Scored {
  readonly object: string;
  readonly columns: readonly ColumnGuess[];
  readonly matched: number;
  readonly score: number;
}

const OWN_TABLE_BONUS = 1.5;
const REQUIRED_MISSING = 0.4;

function scored(
  model: WorkspaceModel,
  object: ObjectModel,
  file: { readonly name: string; readonly headings: readonly string[] },
): Scored {
  const used = new Set<string>();
  const columns = file.headings.map((column): ColumnGuess => {
    const found = targetsFor(model, object, column).find(
      ({ target }) => !used.has(`${target.object}.${target.field}`),
    );
    if (!found) return { column, target: null, confidence: 0 };
    used.add(`${found.target.object}.${found.target.field}`);
    return { column, target: found.target, confidence: found.confidence };
  });
  const sum = columns.reduce((total, one) => total + one.confidence, 0);
  const named = labelForms(object.definition.label).some(
    (form) => form !== "" && normalized(file.name).includes(form),
  );
  const missing = object.fields.filter(
    (field) =>
      field.definition.required &&
      !field.definition.default &&
      !used.has(`${object.apiName}.${field.apiName}`),
  ).length;
  const longestName = named ? OWN_TABLE_BONUS + normalized(object.definition.label["zh-CN"]).length / 10 : 0;
  return {
    object: object.apiName,
    columns,
    matched: columns.filter((one) => one.target).length,
    score: sum + longestName - missing * REQUIRED_MISSING,
  };
}

interface Target {
  readonly target: ColumnMapping;
  readonly confidence: number;
}

function targetsFor(model: WorkspaceModel, object: ObjectModel, column: string): readonly Target[] {
  const heading = normalized(column);
  const own = object.fields
    .filter((field) => enterable(field) && fieldForms(field).includes(heading))
    .map((field) => ({ target: { column, object: object.apiName, field: field.apiName }, confidence: 1 }));
  const owner = ownerForms.includes(heading)
    ? [{ target: { column, object: object.apiName, field: "owner" }, confidence: 1 }]
    : [];
  const id = idForms.includes(column.trim())
    ? [{ target: { column, object: object.apiName, field: "id" }, confidence: 1 }]
    : [];
  const found = [
    ...id,
    ...own,
    ...owner,
    ...linksFor(model, object, column),
    ...childrenFor(model, object, column),
  ];
  return found.sort((a, b) => b.confidence - a.confidence);
}

/** 客户编号 in a sheet of deals: the deal's relation to account, by the account's unique number. */
function linksFor(model: WorkspaceModel, object: ObjectModel, column: string): readonly Target[] {
  const heading = normalized(column);
  return object.fields.flatMap((field) => {
    const target = model.objects.get(targetOf(field) ?? "");
    if (!target) return [];
    return target.fields
      .filter((one) => one.definition.unique && [...fieldForms(one), ...keyForms(target)].includes(heading))
      .map((one) => ({
        target: { column, object: object.apiName, field: field.apiName, by: one.apiName },
        confidence: 0.9,
      }));
  });
}

/** 联系人 in a sheet of accounts: the name of a contact made together with the account. */
function childrenFor(model: WorkspaceModel, object: ObjectModel, column: string): readonly Target[] {
  const heading = normalized(column);
  const children = [...model.objects.values()].filter(
    (child) => child !== object && child.fields.some((field) => targetOf(field) === object.apiName),
  );
  return children.flatMap((child) => {
    const names = [...labelForms(child.definition.label), normalized(child.apiName)];
    const byName = names.includes(heading)
      ? [{ target: { column, object: child.apiName, field: child.nameField.apiName }, confidence: 0.8 }]
      : [];
    const byField = child.fields
      .filter((field) => enterable(field) && !targetOf(field) && fieldForms(field).includes(heading))
      .map((field) => ({ target: { column, object: child.apiName, field: field.apiName }, confidence: 0.5 }));
    return [...byName, ...byField];
  });
}

function enterable(field: FieldModel): boolean {
  return field.type.computed === undefined;
}

function fieldForms(field: FieldModel): readonly string[] {
  return [...labelForms(field.definition.label), normalized(field.apiName.replaceAll("_", " "))];
}

function keyForms(object: ObjectModel): readonly string[] {
  return [...labelForms(object.definition.label), normalized(object.apiName)].map((form) => `${form}编号`);
}

function labelForms(label: LocalizedText): readonly string[] {
  return locales.map((locale) => normalized(label[locale]));
}

/** Headings under which an export writes the ids of records. */
const idForms = ["id", "记录 ID", "Record ID"];
const ownerForms = ["负责人", "所有者", "owner", "assignee", "销售代表", "跟进人"];

/** Words of the same meaning, brought to the one that the labels use. */
const sameWords: readonly (readonly [RegExp, string])[] = [
  [/[（(【[].*?[）)】\]]/gu, ""],
  [/\b(?:id|no|number|nr|code|key)\b\.?/gu, "编号"],
  [/(?<=\p{Script=Han})id$/gu, "编号"],
  [/编码|代码|序号/gu, "编号"],
  [/销售机会|机会/gu, "商机"],
  [/e-?mail|电子邮箱|电子邮件|邮件地址/gu, "邮箱"],
  [/手机号码|手机号|手机|联系电话|电话号码/gu, "电话"],
  [/公司名称|企业名称/gu, "客户名称"],
  [/[\s_\-*:：/\\.]+/gu, ""],
];

/** A heading or label in the form in which two of them are compared. */
export function normalized(text: string): string {
  const plain = text.normalize("NFKC").trim().toLowerCase();
  return sameWords.reduce((result, [pattern, word]) => result.replace(pattern, word), plain);
}
