import type { Json, JsonObject } from "../contract/json.ts";
import type {
  LayoutDefinition,
  LayoutSection,
  LayoutTab,
  RelatedListDefinition,
} from "../contract/metadata/layout.ts";
import type { LocalizedText } from "../contract/problem.ts";
import { isSystemField } from "../contract/system-fields.ts";
import type { Join } from "./joins.ts";
import type { LayoutObject } from "./layout.ts";

type FieldAccess = { field(name: string): "none" | "read" | "write" };

/** What of a layout somebody may see. */
export interface LayoutSight {
  readonly object: LayoutObject;
  /** Absent: everything. */
  readonly access?: FieldAccess | undefined;
  /** Whether records of another object may be read; absent: all. */
  readonly readsObject?: ((object: string) => boolean) | undefined;
  /** The object's connections through joining objects, shown as lists where their fields are placed; absent: none. */
  readonly joins?: readonly Join[] | undefined;
  /** Access to fields of another object; absent: all. */
  readonly accessTo?: ((object: string) => FieldAccess) | undefined;
}

/** The layout without what its reader may not see; sections and tabs with nothing left are gone. */
export function visibleLayout(layout: LayoutDefinition, sight: LayoutSight): LayoutDefinition {
  const sees = seesField(sight);
  const { highlights } = layout;
  return {
    ...layout,
    ...(highlights ? { highlights: highlights.filter(sees) } : {}),
    tabs: layout.tabs.flatMap((tab) => visibleTab(tab, sight, sees)),
  };
}

/**
 * The layout as a JSON Forms UI schema: tabs are a `Categorization`, a single tab is a `VerticalLayout`; sections are
 * groups with `columns`, fields controls with `span`. Conditions stand in `options` as `x-visible-if` (CEL); JSON Forms'
 * own rules cannot say them. `options.fields` of the whole names the fields that have a place.
 */
export function uiSchemaOf(layout: LayoutDefinition, sight: LayoutSight): JsonObject {
  const shown = visibleLayout(layout, sight);
  const fields = new Map(sight.object.fields.map((one) => [one.apiName, one]));
  const options: JsonObject = {
    layout: shown.apiName,
    variant: shown.variant ?? "record",
    highlights: [...(shown.highlights ?? [])],
  };
  const forgotten = neededBeside(shown, sight);
  const tabs = shown.tabs.map((tab, at) => (at === 0 ? withSections(tab, forgotten) : tab));
  const [only] = tabs;
  if (only && tabs.length === 1 && (only.relatedLists ?? []).length === 0) {
    return { type: "VerticalLayout", options, elements: groupsOf(only, fields) };
  }
  return { type: "Categorization", options, elements: tabs.map((tab) => category(tab, fields)) };
}

type Fields = ReadonlyMap<string, LayoutObject["fields"][number]>;

function seesField({ object, access }: LayoutSight): (name: string) => boolean {
  const entered = object.fields.filter(({ type, settings }) => !type.joins?.(settings));
  const names = new Set(entered.map((one) => one.apiName));
  return (name) => names.has(name) && (access?.field(name) ?? "write") !== "none";
}

function visibleTab(
  tab: LayoutTab,
  sight: LayoutSight,
  sees: (name: string) => boolean,
): readonly LayoutTab[] {
  const sections = (tab.sections ?? [])
    .map((one) => withKnownCondition({ ...one, items: one.items.filter(({ field }) => sees(field)) }, sees))
    .filter((one) => one.items.length > 0);
  const lists = [...(tab.relatedLists ?? []), ...joinedLists(tab, sight)];
  const relatedLists = lists.flatMap((one) => visibleList(one, sight));
  if (sections.length + relatedLists.length === 0) return [];
  return [withKnownCondition({ ...tab, sections, relatedLists }, sees)];
}

/** Lists that stand for the joining fields placed in the tab, without those that it has a list of already. */
function joinedLists(tab: LayoutTab, { joins = [] }: LayoutSight): readonly RelatedListDefinition[] {
  const placed = (tab.sections ?? []).flatMap(fieldsOf);
  return joins.flatMap(({ field, through, near, far, label, columns }) =>
    field === null ||
    !placed.includes(field) ||
    tab.relatedLists?.some((one) => one.object === through && one.field === near)
      ? []
      : [{ object: through, field: near, label, columns: [far, ...columns] }],
  );
}

/** Without a condition that reads a field its reader may not know: such a part is always shown. */
function withKnownCondition<Part extends { readonly visibleIf?: string }>(
  part: Part,
  sees: (name: string) => boolean,
): Part {
  const read = [...(part.visibleIf ?? "").matchAll(/\brecord\.([a-z][a-z0-9_]*)/g)].map(
    (one) => one[1] ?? "",
  );
  if (read.every((name) => sees(name) || isSystemField(name))) return part;
  const { visibleIf: _unknown, ...rest } = part;
  return rest as Part;
}

function visibleList(list: RelatedListDefinition, sight: LayoutSight): readonly RelatedListDefinition[] {
  if (sight.readsObject?.(list.object) === false) return [];
  const access = sight.accessTo?.(list.object);
  const sees = (name: string) => (access?.field(name) ?? "write") !== "none";
  const columns = list.columns.filter(sees);
  return sees(list.field) && columns.length > 0 ? [{ ...list, columns }] : [];
}

/** Fields a new record needs that the layout has no place for: without them it could not be saved. */
function neededBeside(layout: LayoutDefinition, { object, access }: LayoutSight): readonly LayoutSection[] {
  if (layout.variant === "compact") return [];
  const placed = new Set(layout.tabs.flatMap((tab) => (tab.sections ?? []).flatMap(fieldsOf)));
  const forgotten = object.fields.filter(
    ({ apiName, definition, type }) =>
      definition.required === true &&
      definition.default === undefined &&
      type.computed === undefined &&
      !placed.has(apiName) &&
      (access?.field(apiName) ?? "write") === "write",
  );
  if (forgotten.length === 0) return [];
  const label = { "zh-CN": "其他必填项", en: "Also required" };
  return [{ id: "required", label, columns: 2, items: forgotten.map(({ apiName }) => ({ field: apiName })) }];
}

function fieldsOf(section: LayoutSection): readonly string[] {
  return section.items.map((one) => one.field);
}

function withSections(tab: LayoutTab, more: readonly LayoutSection[]): LayoutTab {
  return { ...tab, sections: [...(tab.sections ?? []), ...more] };
}

function category(tab: LayoutTab, fields: Fields): JsonObject {
  const { label, apiName, visibleIf, relatedLists } = tab;
  return {
    type: "Category",
    label: label.en,
    options: {
      "x-label": plain(label),
      name: apiName,
      ...condition(visibleIf),
      ...(relatedLists && relatedLists.length > 0 ? { relatedLists: relatedLists as unknown as Json } : {}),
    },
    elements: groupsOf(tab, fields),
  };
}

function groupsOf(tab: LayoutTab, fields: Fields): JsonObject[] {
  return (tab.sections ?? []).map((section, at) => ({
    type: "Group",
    label: section.label.en,
    options: {
      "x-label": plain(section.label),
      name: section.id ?? String(at),
      columns: section.columns ?? 2,
      ...(section.collapsed === true ? { collapsed: true } : {}),
      ...condition(section.visibleIf),
    },
    elements: section.items.flatMap((item) => control(item, fields)),
  }));
}

function control(item: LayoutSection["items"][number], fields: Fields): JsonObject[] {
  const field = fields.get(item.field);
  if (!field) return [];
  const wide = field.type.storage.class === "long";
  return [
    {
      type: "Control",
      scope: `#/properties/${item.field}`,
      options: {
        ...field.type.uiOptions?.(field.settings),
        control: field.type.name,
        ...(item.span === undefined ? {} : { span: item.span }),
        ...(wide ? { wide: true } : {}),
      },
    },
  ];
}

function condition(source: string | undefined): JsonObject {
  return source === undefined ? {} : { "x-visible-if": source };
}

function plain(text: LocalizedText): JsonObject {
  return { ...text };
}
