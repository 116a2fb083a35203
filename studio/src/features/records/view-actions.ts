import type { LocalizedText, ViewDefinition } from "#engine";
import { useQueryClient } from "@tanstack/vue-query";
import { call } from "../../api/http.ts";
import { useChangeViews, useOwnViews, type ViewPreferences } from "../../api/views.ts";
import type { ViewEntry } from "./view-entries.ts";
import { withFavourite, withMoved } from "./view-entries.ts";

type Shown = Pick<ViewDefinition, "columns" | "sort" | "filter">;

/** What a person can do with a view of a list. */
export function useViewActions() {
  const own = useOwnViews();
  const views = useChangeViews();
  const client = useQueryClient();
  const preferences = (): ViewPreferences => own.data.value?.preferences ?? { favourites: [], order: {} };

  return {
    /** Keeps what is shown as a new view of one's own. */
    saveAs(from: ViewDefinition, shown: Shown, label: string) {
      return views.create(asView(from, shown, { label: both(label) }));
    },
    update(entry: ViewEntry, shown: Shown) {
      return entry.own ? views.update(entry.own, asView(entry.view, shown)) : Promise.resolve();
    },
    rename(entry: ViewEntry, label: string) {
      if (!entry.own) return Promise.resolve();
      return views.update(entry.own, asView(entry.view, entry.view, { label: both(label) }));
    },
    remove: (entry: ViewEntry) => (entry.own ? views.remove(entry.own) : Promise.resolve()),
    favour: (entry: ViewEntry) => views.arrange(withFavourite(preferences(), entry.key, !entry.favourite)),
    move: (entries: readonly ViewEntry[], entry: ViewEntry, by: -1 | 1) =>
      views.arrange(withMoved(preferences(), entries, { object: entry.view.object, key: entry.key, by })),
    /** Makes a draft of a shared view out of an own one; the next publish shows it to everybody. */
    async share(entry: ViewEntry): Promise<string> {
      const apiName = `${entry.view.object}_${entry.key.slice(-8).toLowerCase()}`.slice(0, 63);
      const body = { ...asView(entry.view, entry.view), apiName };
      await call(`/metadata/draft/view/${apiName}`, { method: "PUT", body });
      await client.invalidateQueries({ queryKey: ["draft"] });
      return apiName;
    },
  };
}

/** A view as it is stored, of what is shown: nothing that only the page knows. */
function asView(
  from: ViewDefinition,
  shown: Shown,
  more: { readonly label?: LocalizedText } = {},
): ViewDefinition {
  const { object, display, label, groupField, dateField, endField } = from;
  return {
    apiName: "own",
    object,
    display,
    label,
    ...(groupField === undefined ? {} : { groupField }),
    ...(dateField === undefined ? {} : { dateField }),
    ...(endField === undefined ? {} : { endField }),
    columns: shown.columns,
    ...(shown.sort && shown.sort.length > 0 ? { sort: shown.sort } : {}),
    ...(shown.filter ? { filter: shown.filter } : {}),
    ...more,
  };
}

function both(text: string): LocalizedText {
  return { "zh-CN": text, en: text };
}
