import {
  describeField as compiledField,
  type FieldDefinition,
  type FieldType,
  type HiddenInView,
  type MetadataDocument,
  type ObjectDefinition,
  type OptionSetDefinition,
  type PipelineDefinition,
  type ViewDefinition,
} from "#engine";
import type { MyAccess } from "../api/answers.ts";

/** A field as the studio shows it to this caller. */
export interface FieldInfo {
  readonly apiName: string;
  readonly definition: FieldDefinition;
  readonly type: FieldType;
  /** The definition's settings over the type's defaults, with the options of a shared set. */
  readonly settings: object;
  /** Whether the caller may enter a value: granted, and not made by the engine. */
  readonly writable: boolean;
}

/** An object as the studio shows it to this caller. */
export interface ObjectInfo {
  readonly apiName: string;
  readonly definition: ObjectDefinition;
  /** Fields the caller may read, in the admin's order. */
  readonly fields: readonly FieldInfo[];
  readonly byName: ReadonlyMap<string, FieldInfo>;
  readonly nameField: FieldInfo | undefined;
  /** The first of `pipelines`. */
  readonly pipeline: PipelineDefinition | undefined;
  /** All go by the same stage field; which one is a record's tells its type. */
  readonly pipelines: readonly PipelineDefinition[];
  /** Shared views, with what they lost because the caller may not read some fields. */
  readonly views: readonly (ViewDefinition & { readonly hidden?: HiddenInView })[];
  readonly access: MyAccess;
}

const noAccess: MyAccess = {
  create: false,
  read: false,
  update: false,
  delete: false,
  scope: "own",
  fields: {},
};

/** Objects of published metadata by API name, as far as the caller may see them. */
export function objectsOf(
  documents: readonly MetadataDocument[],
  access: Readonly<Record<string, MyAccess>>,
): ReadonlyMap<string, ObjectInfo> {
  const bodies = <Body>(kind: string) =>
    documents.filter((one) => one.kind === kind).map((one) => one.body as Body);
  const pipelines = bodies<PipelineDefinition>("pipeline");
  const views = documents
    .filter((one) => one.kind === "view")
    .map((one: MetadataDocument & { readonly hidden?: HiddenInView }) => ({
      ...(one.body as ViewDefinition),
      ...(one.hidden ? { hidden: one.hidden } : {}),
    }));
  const optionSets = new Map(bodies<OptionSetDefinition>("optionSet").map((one) => [one.apiName, one]));
  const infos = bodies<ObjectDefinition>("object").map((definition): ObjectInfo => {
    const mine = access[definition.apiName] ?? noAccess;
    const fields = definition.fields.flatMap((one) => fieldInfo(one, mine.fields, optionSets));
    const byName = new Map(fields.map((one) => [one.apiName, one]));
    return {
      apiName: definition.apiName,
      definition,
      fields,
      byName,
      nameField: byName.get(definition.nameField),
      pipeline: pipelines.find((one) => one.object === definition.apiName),
      pipelines: pipelines.filter((one) => one.object === definition.apiName),
      views: views.filter((one) => one.object === definition.apiName),
      access: mine,
    };
  });
  return new Map(infos.map((one) => [one.apiName, one]));
}

function fieldInfo(
  definition: FieldDefinition,
  levels: MyAccess["fields"],
  optionSets: OptionSets,
): readonly FieldInfo[] {
  const level = levels[definition.apiName];
  const made = describeField(definition, optionSets);
  if (level === undefined || !made) return [];
  return [{ ...made, writable: made.writable && level === "write" }];
}

type OptionSets = ReadonlyMap<string, OptionSetDefinition>;

/** A field from its definition alone, as someone who may do everything sees it; undefined for an unknown type. */
export function describeField(
  definition: FieldDefinition,
  optionSets: OptionSets = new Map(),
): FieldInfo | undefined {
  const made = compiledField(definition, optionSets);
  if (!made) return undefined;
  const { apiName, type, settings } = made;
  return { apiName, definition, type, settings, writable: type.computed === undefined };
}

/** An object from its definition alone, as someone who may do everything sees it; without pipelines and views. */
export function describeObject(definition: ObjectDefinition): ObjectInfo | undefined {
  const fields = Object.fromEntries(definition.fields.map((one) => [one.apiName, "write" as const]));
  const { apiName } = definition;
  const all = { create: true, read: true, update: true, delete: true, scope: "all", fields } as const;
  return objectsOf([{ kind: "object", id: apiName, apiName, body: definition }], { [apiName]: all }).get(
    apiName,
  );
}
