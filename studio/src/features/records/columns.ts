import { bilingual, fieldType, isSystemField, type FieldDefinition, type LocalizedText } from "#engine";
import type { RecordRow } from "../../api/answers.ts";
import type { FieldInfo, ObjectInfo } from "../../model/object-info.ts";

/** A column of a list: a field of the object, or a property every record has. */
export interface Column {
  /** Name as in queries. */
  readonly path: string;
  readonly label: LocalizedText;
  readonly field: FieldInfo;
  readonly sortable: boolean;
  /** Width in pixels before the person changes it. */
  readonly width: number;
  readonly alignEnd: boolean;
  readonly valueOf: (row: RecordRow) => unknown;
}

const system: Readonly<
  Record<string, { readonly label: LocalizedText; readonly type: string; readonly width: number }>
> = {
  owner: { label: bilingual("负责人", "Owner"), type: "user", width: 140 },
  createdAt: { label: bilingual("创建时间", "Created"), type: "dateTime", width: 170 },
  createdBy: { label: bilingual("创建人", "Created by"), type: "user", width: 140 },
  updatedAt: { label: bilingual("更新时间", "Updated"), type: "dateTime", width: 170 },
  updatedBy: { label: bilingual("更新人", "Updated by"), type: "user", width: 140 },
};

/** Columns of these names, else of the first fields of the object; the name always comes first. */
export function columnsOf(object: ObjectInfo, chosen: readonly string[] | undefined): readonly Column[] {
  const name = object.definition.nameField;
  const named = chosen ?? [
    ...object.fields
      .filter(isShort)
      .slice(0, 6)
      .map((one) => one.apiName),
    "owner",
  ];
  const paths = [name, ...named.filter((path) => path !== name)];
  return paths.flatMap((path) => column(object, path));
}

/** Properties of every record as fields, for filters and columns. */
export function systemColumn(path: string): Column | undefined {
  const known = system[path];
  const type = known && fieldType(known.type);
  if (!known || !type || !isSystemField(path)) return undefined;
  const definition: FieldDefinition = { apiName: path, type: type.name, label: known.label };
  return {
    path,
    label: known.label,
    field: { apiName: path, definition, type, settings: type.defaultSettings, writable: false },
    sortable: path === "createdAt" || path === "updatedAt",
    width: known.width,
    alignEnd: false,
    valueOf: (row) => row[path as "owner"],
  };
}

function column(object: ObjectInfo, path: string): readonly Column[] {
  const field = object.byName.get(path);
  if (!field) return [systemColumn(path)].filter((one) => one !== undefined);
  const isName = path === object.definition.nameField;
  const isNumber = field.type.measure !== undefined;
  return [
    {
      path,
      label: field.definition.label,
      field,
      sortable: field.type.index !== undefined,
      width: isName ? 260 : isNumber ? 140 : 168,
      alignEnd: isNumber,
      valueOf: (row) => row.values[path],
    },
  ];
}

function isShort(field: FieldInfo): boolean {
  return field.type.storage.class !== "long";
}
