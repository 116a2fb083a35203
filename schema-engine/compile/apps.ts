import type { AppDefinition } from "../contract/metadata/app.ts";

/** Apps somebody may choose between, in the order of their names; none: the studio shows every object. */
export function appsFor(
  model: { readonly apps: readonly AppDefinition[] },
  roles: readonly string[],
): readonly AppDefinition[] {
  return model.apps
    .filter((one) => one.roles === undefined || one.roles.some((role) => roles.includes(role)))
    .sort((a, b) => (a.apiName < b.apiName ? -1 : 1));
}

/** The app without what its reader may not see; null when nothing is left. */
export function visibleApp(
  app: AppDefinition,
  readsObject: (object: string) => boolean,
): AppDefinition | null {
  const groups = app.groups
    .map((group) => ({ ...group, items: group.items.filter((one) => readsObject(one.object)) }))
    .filter((group) => group.items.length > 0);
  return groups.length === 0 ? null : { ...app, groups };
}
