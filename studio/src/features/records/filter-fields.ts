import { holdsDates, targetOf, type LocalizedText } from "#engine";
import type { FieldInfo, ObjectInfo } from "../../model/object-info.ts";
import { systemColumn } from "./columns.ts";

/** A field as filters name it: one of the object's own, or one of a record it refers to. */
export interface FilterField {
  /** `stage`, or `account.industry` through a relation. */
  readonly path: string;
  readonly info: FieldInfo;
  /** Label of the relation; absent: the object's own field. */
  readonly way?: LocalizedText;
}

/** Properties of every record that a filter may name. */
const system: readonly string[] = ["owner", "createdAt", "createdBy", "updatedAt", "updatedBy"];

/** Fields a filter of the object may name as far as the caller may read them: its own first, then one step further. */
export function filterFields(
  object: ObjectInfo,
  objects: ReadonlyMap<string, ObjectInfo>,
): readonly FilterField[] {
  const own = ownFields(object);
  const further = object.fields.flatMap((relation) => {
    const target = objects.get(targetOf(relation) ?? "");
    if (!target?.access.read) return [];
    return ownFields(target).map(({ path, info }) => ({
      path: `${relation.apiName}.${path}`,
      info,
      way: relation.definition.label,
    }));
  });
  return [...own, ...further];
}

/** Whether a field's operands may be relative dates. */
export function takesDates({ info }: FilterField): boolean {
  return holdsDates(info);
}

/** Whether a field's operands are people: it refers to something that is no record of an object. */
export function takesPeople({ info }: FilterField): boolean {
  return info.type.references !== undefined && info.type.targets === undefined;
}

function ownFields(object: ObjectInfo): readonly FilterField[] {
  const fields = object.fields.filter((one) => one.type.operators.length > 0);
  const properties = system.flatMap((path) => systemColumn(path)?.field ?? []);
  return [...fields, ...properties].map((info) => ({ path: info.apiName, info }));
}
