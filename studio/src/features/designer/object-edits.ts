import type { FieldDefinition, FieldType, LocalizedText, ObjectDefinition } from "#engine";

/** Longest API name (contract/schema-of.ts, API_NAME_PATTERN). */
const LONGEST = 63;

/** An API name made from a label: lower-case ASCII words joined by `_`, not among `taken`; `fallback` when nothing is left. */
export function suggestApiName(label: string, taken: ReadonlySet<string>, fallback: string): string {
  const words = label
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "")
    .slice(0, LONGEST);
  return unusedName(words === "" ? fallback : words, taken);
}

/** `name`, or `name_2`, `name_3` … when it is taken. */
export function unusedName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  let count = 2;
  while (taken.has(`${name}_${count}`)) count += 1;
  return `${name}_${count}`;
}

/** A new object with the one field every object needs: its name. */
export function newObject(given: {
  readonly apiName: string;
  readonly label: LocalizedText;
  readonly pluralLabel: LocalizedText;
  readonly icon: string;
}): ObjectDefinition {
  const name: FieldDefinition = {
    apiName: "name",
    type: "text",
    label: { "zh-CN": "名称", en: "Name" },
    required: true,
    searchable: true,
  };
  return { ...given, nameField: "name", fields: [name] };
}

/** The object with the field put at the end. */
export function withField(object: ObjectDefinition, field: FieldDefinition): ObjectDefinition {
  return { ...object, fields: [...object.fields, field] };
}

/** The object with the field at this place replaced; a renamed name field stays the name field. */
export function withFieldAt(object: ObjectDefinition, at: number, field: FieldDefinition): ObjectDefinition {
  const before = object.fields[at];
  const nameField = before?.apiName === object.nameField ? field.apiName : object.nameField;
  return { ...object, nameField, fields: object.fields.map((one, place) => (place === at ? field : one)) };
}

/** The object without the field at this place. */
export function withoutFieldAt(object: ObjectDefinition, at: number): ObjectDefinition {
  return { ...object, fields: object.fields.filter((_, place) => place !== at) };
}

/** The list with one entry moved; unchanged when a place does not exist. */
export function moved<Entry>(list: readonly Entry[], from: number, to: number): readonly Entry[] {
  const entry = list[from];
  if (entry === undefined || to < 0 || to >= list.length || from === to) return list;
  const rest = list.filter((_, place) => place !== from);
  return [...rest.slice(0, to), entry, ...rest.slice(to)];
}

/** Settings a new field of this type starts with: a list of options may not be empty, and a link has to lead somewhere. */
export function starterSettings(
  type: FieldType,
  target: string | undefined,
): Pick<FieldDefinition, "settings"> {
  const used = type.uses?.(type.defaultSettings)[0];
  if (used) return { settings: { ...type.defaultSettings, [used.pointer.slice(1)]: target } };
  if (!type.choices) return {};
  const option = { value: "option_1", label: { "zh-CN": "选项 1", en: "Option 1" }, color: "blue" };
  return { settings: { options: [option] } };
}

/** The field as one of another type: its identity, names and help stay; what the type cannot do goes. */
export function retyped(
  field: FieldDefinition,
  type: FieldType,
  target: string | undefined,
): FieldDefinition {
  const { settings: _settings, default: _default, unique, indexed, searchable, ...kept } = field;
  return {
    ...kept,
    type: type.name,
    ...starterSettings(type, target),
    ...(unique === true && type.uniqueKey ? { unique } : {}),
    ...(indexed === true && type.index ? { indexed } : {}),
    ...(searchable === true && type.searchText ? { searchable } : {}),
  };
}

/** The field without properties that say nothing: false switches, empty help, default or settings. */
export function tidyField(field: FieldDefinition): FieldDefinition {
  const kept = Object.entries(field).filter(([name, value]) => saysSomething(name, value));
  return Object.fromEntries(kept) as unknown as FieldDefinition;
}

function saysSomething(name: string, value: unknown): boolean {
  if (value === undefined || value === "") return false;
  if (value === false) return name === "history";
  if (name === "help") return Object.values(value as LocalizedText).some((one) => one.trim() !== "");
  return true;
}
