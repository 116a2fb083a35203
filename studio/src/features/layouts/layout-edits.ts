import type { LayoutDefinition, LayoutSection, LayoutTab } from "#engine";

export type LayoutItem = LayoutSection["items"][number];

/** Place of a section in a layout. */
export interface SectionPlace {
  readonly tab: number;
  readonly section: number;
}

/** API names of the fields that have a place. */
export function placedFields(layout: LayoutDefinition): ReadonlySet<string> {
  return new Set(
    layout.tabs.flatMap((tab) => sectionsOf(tab).flatMap((one) => one.items.map((i) => i.field))),
  );
}

export function sectionsOf(tab: LayoutTab | undefined): readonly LayoutSection[] {
  return tab?.sections ?? [];
}

/** The layout with one tab changed. */
export function withTab(
  layout: LayoutDefinition,
  at: number,
  change: (tab: LayoutTab) => LayoutTab,
): LayoutDefinition {
  return { ...layout, tabs: layout.tabs.map((one, place) => (place === at ? change(one) : one)) };
}

/** The layout with one section changed. */
export function withSection(
  layout: LayoutDefinition,
  { tab, section }: SectionPlace,
  change: (section: LayoutSection) => LayoutSection,
): LayoutDefinition {
  return withTab(layout, tab, (one) => ({
    ...one,
    sections: sectionsOf(one).map((each, at) => (at === section ? change(each) : each)),
  }));
}

/** The layout with a field taken from wherever it is to the end of a section, or to a place in it. */
export function withFieldIn(
  layout: LayoutDefinition,
  field: string,
  place: SectionPlace & { readonly at?: number },
): LayoutDefinition {
  const item = itemOf(layout, field) ?? { field };
  const rest = withoutField(layout, field);
  return withSection(rest, place, (section) => {
    const at = place.at ?? section.items.length;
    return { ...section, items: [...section.items.slice(0, at), item, ...section.items.slice(at)] };
  });
}

/** The layout without a field. */
export function withoutField(layout: LayoutDefinition, field: string): LayoutDefinition {
  return {
    ...layout,
    tabs: layout.tabs.map((tab) =>
      tab.sections
        ? {
            ...tab,
            sections: tab.sections.map((one) =>
              one.items.some((item) => item.field === field)
                ? { ...one, items: one.items.filter((item) => item.field !== field) }
                : one,
            ),
          }
        : tab,
    ),
  };
}

/** The layout with a field one place further up or down; over the edge of a section into the next one. */
export function withFieldMoved(layout: LayoutDefinition, field: string, by: -1 | 1): LayoutDefinition {
  const place = placeOf(layout, field);
  if (!place) return layout;
  const sections = sectionsOf(layout.tabs[place.tab]);
  const at = place.at + by;
  const size = sections[place.section]?.items.length ?? 0;
  if (at >= 0 && at < size) return withFieldIn(layout, field, { ...place, at });
  const section = place.section + by;
  const next = sections[section];
  if (!next) return layout;
  return withFieldIn(layout, field, { tab: place.tab, section, at: by > 0 ? 0 : next.items.length });
}

/** Sections of no field cannot be stored; the layout without them, and what it is while it is edited. */
export function storable(layout: LayoutDefinition): LayoutDefinition {
  return {
    ...layout,
    tabs: layout.tabs.map((tab) =>
      tab.sections ? { ...tab, sections: tab.sections.filter((one) => one.items.length > 0) } : tab,
    ),
  };
}

/** A list with an entry moved by one. */
export function swapped<Entry>(list: readonly Entry[], at: number, by: -1 | 1): readonly Entry[] {
  const entry = list[at];
  const other = list[at + by];
  if (entry === undefined || other === undefined) return list;
  return list.map((one, place) => (place === at ? other : place === at + by ? entry : one));
}

function itemOf(layout: LayoutDefinition, field: string): LayoutItem | undefined {
  return layout.tabs
    .flatMap((tab) => sectionsOf(tab).flatMap((one) => one.items))
    .find((one) => one.field === field);
}

function placeOf(
  layout: LayoutDefinition,
  field: string,
): (SectionPlace & { readonly at: number }) | undefined {
  for (const [tab, one] of layout.tabs.entries()) {
    for (const [section, each] of sectionsOf(one).entries()) {
      const at = each.items.findIndex((item) => item.field === field);
      if (at >= 0) return { tab, section, at };
    }
  }
  return undefined;
}

/** A layout made here, without the names its sections had instead of ids. */
export function withoutServerIds(layout: LayoutDefinition): LayoutDefinition {
  const plain = ({ id: _id, ...rest }: LayoutSection): LayoutSection => rest;
  return { ...layout, tabs: layout.tabs.map((tab) => ({ ...tab, sections: sectionsOf(tab).map(plain) })) };
}
