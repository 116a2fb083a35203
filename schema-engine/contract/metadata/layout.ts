import {
  apiName,
  bool,
  elementId,
  expression,
  integer,
  listOf,
  localizedText,
  objectOf,
  oneOf,
  optional,
  type Static,
} from "../schema-of.ts";
import { defineMetadataKind, type Reference } from "./kind.ts";

/** One place of a section. */
const item = objectOf({
  /** API name of a field of the object. */
  field: apiName(),
  /** Columns it spans. Default 1. */
  span: optional(integer({ minimum: 1, maximum: 3 })),
});

const section = objectOf({
  id: optional(elementId()),
  label: localizedText(80),
  /** 1–3. Default 2; a phone shows one. */
  columns: optional(integer({ minimum: 1, maximum: 3 })),
  /** Shown closed at first. Default false. */
  collapsed: optional(bool()),
  /** CEL condition on the record under which it is shown. */
  visibleIf: optional(expression()),
  items: listOf(item, { minItems: 1, maxItems: 100 }),
});

/** Records of another object that refer to this one. */
const relatedList = objectOf({
  id: optional(elementId()),
  object: apiName(),
  /** API name of that object's relation field which points here. */
  field: apiName(),
  label: optional(localizedText(80)),
  columns: listOf(apiName(), { minItems: 1, maxItems: 12 }),
});

const tab = objectOf({
  id: optional(elementId()),
  apiName: apiName(),
  label: localizedText(80),
  visibleIf: optional(expression()),
  sections: optional(listOf(section, { maxItems: 40 })),
  relatedLists: optional(listOf(relatedList, { maxItems: 20 })),
});

const layout = objectOf({
  id: optional(elementId()),
  apiName: apiName(),
  label: localizedText(80),
  object: apiName(),
  /** API names of the roles that get it; absent: everyone for whom no other layout is meant. */
  roles: optional(listOf(apiName(), { minItems: 1, maxItems: 50, uniqueItems: true })),
  /** Where it is used. `record` (default): page and form; `compact`: cards, hovers, search; `phone`: instead of `record` on narrow screens. */
  variant: optional(oneOf(["record", "compact", "phone"])),
  /** API names of the fields under the record's name, and on cards. */
  highlights: optional(listOf(apiName(), { maxItems: 8, uniqueItems: true })),
  tabs: listOf(tab, { minItems: 1, maxItems: 12 }),
});

export type LayoutDefinition = Static<typeof layout>;
export type LayoutTab = Static<typeof tab>;
export type LayoutSection = Static<typeof section>;
export type RelatedListDefinition = Static<typeof relatedList>;

/** How records of an object are shown: tabs of sections and related lists. */
export const layoutKind = defineMetadataKind<LayoutDefinition>({
  kind: "layout",
  label: { "zh-CN": "页面布局", en: "Layout" },
  schema: layout,
  elementLists: ["/tabs"],
  check: () => [],
  references: (body) => [
    { kind: "object", target: body.object, pointer: "/object" },
    ...(body.roles ?? []).map((name, at) => ({ kind: "role", target: name, pointer: `/roles/${at}` })),
    ...(body.highlights ?? []).map((name, at) => ({
      kind: "field",
      target: `${body.object}.${name}`,
      pointer: `/highlights/${at}`,
    })),
    ...body.tabs.flatMap((one, at) =>
      tabReferences(body.object, one).map((mention) => ({
        ...mention,
        pointer: `/tabs/${at}${mention.pointer}`,
      })),
    ),
  ],
});

function tabReferences(object: string, { sections, relatedLists }: LayoutTab): readonly Reference[] {
  return [
    ...(sections ?? []).flatMap((one, at) =>
      one.items.map(({ field }, which) => ({
        kind: "field",
        target: `${object}.${field}`,
        pointer: `/sections/${at}/items/${which}/field`,
      })),
    ),
    ...(relatedLists ?? []).flatMap((one, at) => [
      { kind: "object", target: one.object, pointer: `/relatedLists/${at}/object` },
      { kind: "field", target: `${one.object}.${one.field}`, pointer: `/relatedLists/${at}/field` },
      ...one.columns.map((name, which) => ({
        kind: "field",
        target: `${one.object}.${name}`,
        pointer: `/relatedLists/${at}/columns/${which}`,
      })),
    ]),
  ];
}
