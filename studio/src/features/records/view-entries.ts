import type { HiddenInView, ViewDefinition } from "#engine";
import type { OwnView, ViewPreferences } from "../../api/views.ts";

/** A view as a list offers it: shared by an admin, or the person's own. */
export interface ViewEntry {
  /** Name in the page's address: the API name of a shared view, the id of an own one. */
  readonly name: string;
  /** Key in preferences. */
  readonly key: string;
  readonly view: ViewDefinition;
  /** The stored view, when it is the person's own. */
  readonly own: OwnView | undefined;
  readonly hidden: HiddenInView | undefined;
  readonly favourite: boolean;
}

const nothing: ViewPreferences = { favourites: [], order: {} };

/** Views of an object for somebody with these roles: in their own order, else pinned ones first, then shared, then own. */
export function viewEntries(given: {
  readonly object: string;
  readonly shared: readonly (ViewDefinition & { readonly hidden?: HiddenInView })[];
  readonly own: readonly OwnView[];
  readonly roles: readonly string[];
  readonly preferences?: ViewPreferences | undefined;
}): readonly ViewEntry[] {
  const { object, shared, own, roles, preferences = nothing } = given;
  const isMeant = (view: ViewDefinition) =>
    view.roles === undefined || view.roles.some((one) => roles.includes(one));
  const entries = [
    ...shared.filter(isMeant).map((view) => {
      const key = `${object}/${view.apiName}`;
      return { name: view.apiName, key, view, own: undefined, hidden: view.hidden };
    }),
    ...own
      .filter((one) => one.view.object === object)
      .map((one) => ({ name: one.id, key: one.id, view: one.view, own: one, hidden: one.hidden })),
  ].map((one): ViewEntry => ({ ...one, favourite: preferences.favourites.includes(one.key) }));
  const order = preferences.order[object] ?? [];
  const place = (one: ViewEntry) => {
    const at = order.indexOf(one.key);
    return at >= 0 ? at : order.length + (one.view.pinned === true ? 0 : one.own ? 2 : 1);
  };
  return entries
    .map((entry, at) => ({ entry, at }))
    .sort((a, b) => place(a.entry) - place(b.entry) || a.at - b.at)
    .map(({ entry }) => entry);
}

/** Preferences with a view among the favourites, or no longer. */
export function withFavourite(preferences: ViewPreferences, key: string, on: boolean): ViewPreferences {
  const others = preferences.favourites.filter((one) => one !== key);
  return { ...preferences, favourites: on ? [...others, key] : others };
}

/** Preferences with a view moved one place among the tabs of its object. */
export function withMoved(
  preferences: ViewPreferences,
  entries: readonly ViewEntry[],
  move: { readonly object: string; readonly key: string; readonly by: -1 | 1 },
): ViewPreferences {
  const keys = entries.map((one) => one.key);
  const at = keys.indexOf(move.key);
  const to = at + move.by;
  if (at < 0 || to < 0 || to >= keys.length) return preferences;
  keys.splice(at, 1);
  keys.splice(to, 0, move.key);
  return { ...preferences, order: { ...preferences.order, [move.object]: keys } };
}
