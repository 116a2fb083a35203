import {
  describeField,
  fieldType,
  type FieldDefinition,
  type LocalizedText,
  type ObjectDefinition,
  type OptionSetDefinition,
  type PipelineDefinition,
  type TemplateDefinition,
} from "#engine";
import { computed } from "vue";
import { usePeople } from "../../api/people.ts";
import { objectIcon } from "../../ui/object-icons.ts";
import type { Draft } from "./draft.ts";
import { useTexts } from "../../i18n/i18n.ts";

export interface PickItem {
  readonly value: string;
  readonly label: string;
  readonly icon?: string;
}

/** What pickers in designers offer: objects, their fields, templates, as they will be after the next publish. */
export function useDesignContext(draft: Draft) {
  const item = usePickItem();
  const live = (kind: string) => draft.documents(kind).filter((one) => one.state !== "deleted");
  const objects = computed(() => live("object").map((one) => one.body as unknown as ObjectDefinition));
  const objectItems = computed(() => objects.value.map((one) => item(one, objectIcon(one.icon))));
  const templateItems = computed(() =>
    live("template").map((one) => item(one.body as unknown as TemplateDefinition, "i-lucide-mail")),
  );
  const fieldsOf = (object: string) => objects.value.find((one) => one.apiName === object)?.fields ?? [];
  const fieldItems = (object: string): PickItem[] => fieldsOf(object).map((one) => item(one));
  const { optionSets, optionSetItems, choiceFields } = useOptions(draft);
  const choicesOn = (object: string) => {
    const definition = objects.value.find((one) => one.apiName === object);
    return definition ? choiceFields(definition) : [];
  };
  /** Documents of a kind that are this object's. */
  const documentItems = (kind: string, object: string): PickItem[] =>
    live(kind)
      .filter((one) => one.body["object"] === object)
      .map((one) => item(one.body as unknown as Labelled));

  /** The object's pipeline, the first of several; null: it has none. */
  const pipelineOf = (object: string): PipelineDefinition | null => {
    const found = live("pipeline").find((one) => one.body["object"] === object);
    return found ? (found.body as unknown as PipelineDefinition) : null;
  };

  /** Fields and owner of the record as expressions name them. */
  const sourceItems = (object: string): PickItem[] =>
    fieldItems(object).map((one) => ({ ...one, value: `record.${one.value}` }));
  return {
    objects,
    objectItems,
    templateItems,
    peopleItems: usePeopleItems(),
    fieldsOf,
    fieldItems,
    sourceItems,
    relationPaths: useRelationPaths(fieldsOf),
    optionSets,
    optionSetItems,
    choiceFields,
    choicesOn,
    documentItems,
    pipelineOf,
  };
}

export type DesignContext = ReturnType<typeof useDesignContext>;

interface Labelled {
  readonly apiName: string;
  readonly label: LocalizedText;
}

function usePickItem() {
  const { say } = useTexts();
  return (one: Labelled, icon?: string): PickItem => ({
    value: one.apiName,
    label: say(one.label),
    ...(icon === undefined ? {} : { icon }),
  });
}

function usePeopleItems() {
  const people = usePeople();
  return computed((): PickItem[] =>
    (people.data.value ?? []).map((one) => ({ value: one.id, label: one.name, icon: "i-lucide-user" })),
  );
}

/** Shared lists of options, and the fields that have options of whatever origin. */
function useOptions(draft: Draft) {
  const { say } = useTexts();
  const item = usePickItem();
  const optionSets = computed(() => {
    const documents = draft.documents("optionSet").filter((one) => one.state !== "deleted");
    return new Map(documents.map((one) => [one.apiName, one.body as unknown as OptionSetDefinition]));
  });
  const optionSetItems = computed(() =>
    [...optionSets.value.values()].map((one) => item(one, "i-lucide-list")),
  );
  /** Fields with options, with those options as a picker and as they are. */
  function choiceFields(object: ObjectDefinition) {
    return object.fields.flatMap((definition) => {
      const field = describeField(definition, optionSets.value);
      const choices = field?.type.choices?.(field.settings);
      if (!field || !choices) return [];
      const items = choices.map((one): PickItem => ({ value: one.value, label: say(one.label) }));
      return [{ ...item(definition), choices, items, single: field.type.index !== undefined }];
    });
  }
  return { optionSets, optionSetItems, choiceFields };
}

/** Ways from a record through its relations, two steps at most, as `account` or `account.parent`. */
function useRelationPaths(fieldsOf: (object: string) => readonly FieldDefinition[]) {
  const { say } = useTexts();
  const item = usePickItem();
  const relationsOf = (object: string) => relationsAmong(fieldsOf(object));
  return (object: string): PickItem[] =>
    relationsOf(object).flatMap(({ field, target }) => [
      item(field),
      ...relationsOf(target).map((next) => ({
        value: `${field.apiName}.${next.field.apiName}`,
        label: `${say(field.label)} › ${say(next.field.label)}`,
      })),
    ]);
}

/** Fields that point at another object, with that object. */
function relationsAmong(
  fields: readonly FieldDefinition[],
): readonly { readonly field: FieldDefinition; readonly target: string }[] {
  return fields.flatMap((field) => {
    const type = fieldType(field.type);
    const targets = type?.targets?.({ ...type.defaultSettings, ...field.settings }) ?? [];
    return targets.length === 1 ? targets.map((target) => ({ field, target })) : [];
  });
}
