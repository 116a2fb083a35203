import type { FieldType } from "../contract/field-type.ts";
import type { MetadataDocument } from "../contract/metadata/kind.ts";
import {
  fieldConditionNames,
  type FieldDefinition,
  type ObjectDefinition,
} from "../contract/metadata/object.ts";
import { caseSteps } from "../contract/metadata/normalization.ts";
import type { ObjectModel } from "../contract/model.ts";
import { invalid, under, type Problem } from "../contract/problem.ts";
import { compileExpression } from "../rules/expression.ts";
import { environmentOf } from "../rules/environment.ts";
import { bilingual } from "../shared/locale.ts";
import type { CheckContext } from "./check-context.ts";
import { compileCondition, type ConditionPlace } from "./condition.ts";
import { validateSchema } from "./validate-schema.ts";

/** Checks of an object's fields against their types: settings, what the type can do, expressions. */
export function checkFields(document: MetadataDocument, context: CheckContext): readonly Problem[] {
  if (document.kind !== "object") return [];
  const { fields } = document.body as Partial<ObjectDefinition>;
  const object = context.model.objects.get(document.apiName);
  return (fields ?? []).flatMap((field, at) => {
    const type = context.registries.fieldType(field.type);
    const problems = type ? checkField(field, type, { object, context }) : [unknownType(field.type)];
    return problems.map((one) => under(`/fields/${at}`, one));
  });
}

interface Surroundings {
  readonly object: ObjectModel | undefined;
  readonly context: CheckContext;
}

function checkField(field: FieldDefinition, type: FieldType, around: Surroundings): readonly Problem[] {
  const given = { ...type.defaultSettings, ...field.settings };
  const shape = validateSchema(type.settingsSchema, given);
  const deeper = shape.length === 0 ? (type.checkSettings?.(given) ?? []) : [];
  return [
    ...[...shape, ...deeper].map((one) => under("/settings", one)),
    ...abilities(field, type),
    ...normalization(field, type),
    ...(shape.length === 0 && field.required === true && type.joins?.(given) ? [cannotRequire] : []),
    ...(shape.length === 0 ? expressions(field, around) : []),
  ];
}

function abilities(field: FieldDefinition, type: FieldType): readonly Problem[] {
  const unable: readonly (readonly [boolean, string, string, string])[] = [
    [field.unique === true && !type.uniqueKey, "/unique", "唯一", "unique"],
    [field.indexed === true && !type.index, "/indexed", "可筛选排序", "indexed"],
    [field.searchable === true && !type.searchText, "/searchable", "可搜索", "searchable"],
    [field.default !== undefined && type.sealed !== undefined, "/default", "带默认值的", "given a default"],
    [field.unique === true && isReworked(type), "/unique", "唯一", "unique"],
    [field.default !== undefined && type.computed !== undefined, "/default", "带默认值的", "given a default"],
  ];
  return unable
    .filter(([wrong]) => wrong)
    .map(([, pointer, chinese, english]) =>
      invalid(
        pointer,
        "not_supported",
        bilingual(
          `“${type.label["zh-CN"]}”类型的字段不能设为${chinese}。`,
          `A field of type “${type.label.en}” cannot be ${english}.`,
        ),
      ),
    );
}

function normalization({ normalization: steps = [] }: FieldDefinition, type: FieldType): readonly Problem[] {
  const cases = steps.filter((one) => caseSteps.includes(one));
  return steps.flatMap((one, at) => {
    const pointer = `/normalization/${at}`;
    if (!type.normalizationSteps?.includes(one)) return [invalid(pointer, "not_supported", cannotNormalize)];
    return cases.indexOf(one) > 0 ? [invalid(pointer, "not_supported", oneCase)] : [];
  });
}

const cannotNormalize = bilingual(
  "此类型的字段已有自己的规范形式。",
  "A field of this type has a normal form of its own.",
);
const oneCase = bilingual("大小写的处理只能选一种。", "Only one of the changes of case can be chosen.");

/** A value that changes without a write of its own cannot be claimed. */
function isReworked({ computed }: FieldType): boolean {
  return computed !== undefined && computed.source !== "sequence";
}

function expressions(field: FieldDefinition, around: Surroundings): readonly Problem[] {
  const { object, context } = around;
  if (!object) return [];
  const environment = environmentOf(object, context.model.workspace);
  const sources: [string, string][] = field.default === undefined ? [] : [["/default", field.default]];
  const values = sources.flatMap(([pointer, source]) => {
    const compiled = compileExpression(source, environment);
    return compiled.ok ? [] : compiled.problems.map((one) => under(pointer, one));
  });
  const place = { object, settings: context.model.workspace, ways: context.model.objects };
  return [...values, ...conditions(field, place)];
}

function conditions(field: FieldDefinition, place: ConditionPlace): readonly Problem[] {
  return fieldConditionNames.flatMap((name) => {
    const source = field[name];
    const compiled = source === undefined ? null : compileCondition(source, place);
    return !compiled || compiled.ok ? [] : compiled.problems.map((one) => under(`/${name}`, one));
  });
}

const cannotRequire = invalid(
  "/required",
  "not_supported",
  bilingual(
    "经连接对象的关联不保存值，不能设为必填。",
    "A relation through a joining object keeps no value and cannot be required.",
  ),
);

function unknownType(name: string): Problem {
  return invalid(
    "/type",
    "unknown_type",
    bilingual(`没有“${name}”这种字段类型。`, `There is no field type named “${name}”.`),
  );
}
