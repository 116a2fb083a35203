import type { MetadataDocument } from "../contract/metadata/kind.ts";
import type { ObjectDefinition, RecordTypeDefinition } from "../contract/metadata/object.ts";
import type { FieldModel, ObjectModel } from "../contract/model.ts";
import { invalid, type Problem } from "../contract/problem.ts";
import { checkIndexes } from "../query/check-indexes.ts";
import { canCombine } from "../records/effects-of-write.ts";
import { bilingual } from "../shared/locale.ts";
import type { CheckContext } from "./check-context.ts";

/** Checks of what fields of an object are to each other: controlling fields, unique combinations, record types. */
export function checkObjectParts(document: MetadataDocument, context: CheckContext): readonly Problem[] {
  if (document.kind !== "object") return [];
  const object = context.model.objects.get(document.apiName);
  if (!object) return [];
  const body = document.body as ObjectDefinition;
  return [
    ...body.fields.flatMap((one, at) =>
      checkControl(object, one.apiName, `/fields/${at}/settings/controlledBy`),
    ),
    ...checkUniques(object, body),
    ...checkIndexes(object, body),
    ...checkRecordTypes(object, body, context),
  ];
}

/** Names that do not exist are `unknown_reference`s already. */
function checkControl(object: ObjectModel, name: string, pointer: string): readonly Problem[] {
  const field = object.byName.get(name);
  const controlling = field && controllerOf(object, field);
  if (!field || !controlling) return [];
  if (!controlling.type.choices) return [invalid(pointer, "not_supported", mustHaveChoices(controlling))];
  return isControlledBy(object, controlling, field) ? [invalid(pointer, "circular", circular)] : [];
}

function controllerOf(object: ObjectModel, field: FieldModel): FieldModel | undefined {
  const name = field.type.controlledBy?.(field.settings);
  return name === undefined ? undefined : object.byName.get(name);
}

/** Whether following the controlling fields from `from` comes to `wanted`. */
function isControlledBy(object: ObjectModel, from: FieldModel, wanted: FieldModel): boolean {
  const passed = new Set<FieldModel>();
  for (
    let next: FieldModel | undefined = from;
    next && !passed.has(next);
    next = controllerOf(object, next)
  ) {
    if (next === wanted) return true;
    passed.add(next);
  }
  return false;
}

function checkUniques(object: ObjectModel, { uniques = [] }: ObjectDefinition): readonly Problem[] {
  return uniques.flatMap((one, at) =>
    one.fields.flatMap((name, which) => {
      const field = object.byName.get(name);
      if (!field || canCombine(field.type)) return [];
      const text = bilingual(
        `“${field.type.label["zh-CN"]}”类型的字段不能用于组合唯一。`,
        `A field of type “${field.type.label.en}” cannot be part of a unique combination.`,
      );
      return [invalid(`/uniques/${at}/fields/${which}`, "not_supported", text)];
    }),
  );
}

function checkRecordTypes(
  object: ObjectModel,
  { recordTypeField, recordTypes = [] }: ObjectDefinition,
  context: CheckContext,
): readonly Problem[] {
  const field = recordTypeField === undefined ? undefined : object.byName.get(recordTypeField);
  if (!field) return [];
  const isSingle = field.type.choices !== undefined && field.type.index !== undefined;
  if (!isSingle) return [invalid("/recordTypeField", "not_supported", mustHaveChoices(field))];
  return recordTypes.flatMap((one, at) => [
    ...foreign(object, one, context).map(({ part, text }) =>
      invalid(`/recordTypes/${at}/${part}`, "wrong_object", text),
    ),
    ...Object.keys(one.options ?? {}).flatMap((name) => {
      const named = object.byName.get(name);
      const isWrong = name === recordTypeField || (named && !named.type.choices);
      return isWrong ? [invalid(`/recordTypes/${at}/options/${name}`, "not_supported", notRestrictable)] : [];
    }),
  ]);
}

/** Pipelines and layouts that are another object's. */
function foreign(object: ObjectModel, { pipeline, layout }: RecordTypeDefinition, { model }: CheckContext) {
  const text = bilingual("它属于另一个对象。", "It belongs to another object.");
  const isForeign = (kind: string, name: string | undefined): boolean => {
    const found = model.documents.find((one) => one.kind === kind && one.apiName === name);
    return found !== undefined && (found.body as { readonly object?: string }).object !== object.apiName;
  };
  return [
    ...(isForeign("pipeline", pipeline) ? [{ part: "pipeline", text }] : []),
    ...(isForeign("layout", layout) ? [{ part: "layout", text }] : []),
  ];
}

function mustHaveChoices({ definition }: FieldModel) {
  const { label } = definition;
  return bilingual(
    `“${label["zh-CN"]}”不是选项字段，请选择单选字段。`,
    `“${label.en}” has no options; choose a select field.`,
  );
}

const circular = bilingual(
  "控制字段不能互相控制，也不能控制自己。",
  "Fields cannot control each other in a circle, nor themselves.",
);
const notRestrictable = bilingual(
  "只能限制其他选项字段的选项。",
  "Only the options of other fields with options can be narrowed.",
);
