import {
  isSystemField,
  joinsOf,
  layoutFor,
  visibleLayout,
  type JsonObject,
  type LayoutDefinition,
  type LayoutVariant,
} from "#engine";
import { useMediaQuery } from "@vueuse/core";
import { computed, type ComputedRef } from "vue";
import { useMe } from "../api/me.ts";
import { useMetadata } from "../api/metadata.ts";
import type { ObjectInfo } from "./object-info.ts";
import { conditionHolds, pathsOfConditions, type ConditionMoment } from "./record-condition.ts";
import { useReachedValues } from "./related-values.ts";
import { useObjects } from "./use-objects.ts";

/** Width up to which the phone's layout is used. */
const NARROW = "(max-width: 767px)";

/** Chooses layouts for the caller, from the metadata at hand. */
export function useLayouts() {
  const metadata = useMetadata();
  const me = useMe();
  const { objects } = useObjects();
  const narrow = useMediaQuery(NARROW);
  const layouts = computed(() =>
    (metadata.data.value?.documents ?? [])
      .filter((one) => one.kind === "layout")
      .map((one) => one.body as LayoutDefinition),
  );
  const readsObject = (name: string) => objects.value.get(name)?.access.read === true;
  const accessTo = (name: string) => ({
    field: (field: string) =>
      isSystemField(field) ? "read" : (objects.value.get(name)?.access.fields[field] ?? "none"),
  });

  /** The layout for a record with these values, without what the caller may not see. */
  function layoutOf(
    object: ObjectInfo,
    values: JsonObject,
    variant: LayoutVariant = narrow.value ? "phone" : "record",
  ): LayoutDefinition {
    const type = values[object.definition.recordTypeField ?? ""];
    const chosen = layoutFor({
      model: { layouts: layouts.value },
      object,
      roles: me.data.value?.roles ?? [],
      recordType: typeof type === "string" ? type : null,
      variant,
    });
    const joins = joinsOf(objects.value, object.apiName);
    return visibleLayout(chosen, { object, joins, access: accessTo(object.apiName), readsObject, accessTo });
  }
  /** API names of the fields that stand for a record on cards, hovers and in search; undefined: nobody chose any. */
  function compactFields(object: ObjectInfo, values: JsonObject = {}): readonly string[] | undefined {
    const isMade = layouts.value.some((one) => one.object === object.apiName && one.variant === "compact");
    if (!isMade) return undefined;
    const { highlights = [], tabs } = layoutOf(object, values, "compact");
    const placed = tabs.flatMap((tab) => (tab.sections ?? []).flatMap((one) => one.items));
    return [...new Set([...highlights, ...placed.map((one) => one.field)])];
  }
  return { layoutOf, compactFields, layouts, narrow };
}

/** A record with the conditions that are asked about it; undefined while it is not there yet. */
export interface ConditionQuestion {
  readonly object: ObjectInfo;
  readonly values: JsonObject;
  readonly sources: readonly (string | undefined)[];
}

/** What conditions of layouts look at beside the record; the time is that of the last change of values. */
export function useConditionMoment(
  question: () => ConditionQuestion | undefined,
): ComputedRef<ConditionMoment> {
  const me = useMe();
  const { objects } = useObjects();
  const timeZone = computed(() => me.data.value?.workspace.timeZone ?? "UTC");
  const ground = computed(() => ({ timeZone: timeZone.value, objects: objects.value }));
  const related = useReachedValues(
    () => question(),
    () => {
      const asked = question();
      return asked ? pathsOfConditions(asked.sources, asked.object, ground.value) : [];
    },
  );
  return computed(() => {
    void question();
    return {
      ...ground.value,
      now: new Date().toISOString(),
      actor: me.data.value?.user.id ?? "",
      related: related.value,
    };
  });
}

/** Every condition of a layout's parts. */
export function conditionsIn({ tabs }: LayoutDefinition): readonly (string | undefined)[] {
  return tabs.flatMap((tab) => [tab.visibleIf, ...(tab.sections ?? []).map((one) => one.visibleIf)]);
}

/** The layout without the parts whose conditions do not hold for these values. */
export function shownLayout(
  layout: LayoutDefinition,
  record: { readonly object: ObjectInfo; readonly values: JsonObject },
  moment: ConditionMoment,
): LayoutDefinition {
  const holds = (part: { readonly visibleIf?: string }) => conditionHolds(part.visibleIf, record, moment);
  const tabs = layout.tabs
    .filter(holds)
    .map((tab) => ({ ...tab, sections: (tab.sections ?? []).filter(holds) }))
    .filter((tab) => tab.sections.length + (tab.relatedLists ?? []).length > 0);
  return { ...layout, tabs };
}
