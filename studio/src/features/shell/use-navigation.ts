import { appsFor, visibleApp, type AppDefinition, type LocalizedText } from "#engine";
import { useStorage } from "@vueuse/core";
import { computed } from "vue";
import { useMe } from "../../api/me.ts";
import { useMetadata } from "../../api/metadata.ts";
import { useOwnViews } from "../../api/views.ts";
import { useTexts } from "../../i18n/i18n.ts";
import type { ObjectInfo } from "../../model/object-info.ts";
import { useObjects } from "../../model/use-objects.ts";
import { menuFor } from "../../router.ts";
import { objectIcon } from "../../ui/object-icons.ts";

export interface NavigationItem {
  readonly label: string;
  readonly icon: string;
  readonly to: string;
}

/** Entries under one heading. */
export interface NavigationGroup {
  readonly label: string;
  readonly items: readonly NavigationItem[];
}

/** App chosen in this browser; by API name. */
const chosenApp = useStorage("tessera.app", "");

/** Entries of the sidebar: those of the chosen app, else every object; favourites; the settings one may change. */
export function useNavigation() {
  const metadata = useMetadata();
  const me = useMe();
  const { objects: known } = useObjects();
  const { t, say } = useTexts();
  const apps = computed<readonly AppDefinition[]>(() => {
    const documents = (metadata.data.value?.documents ?? []).filter((one) => one.kind === "app");
    const bodies = documents.map((one) => one.body as AppDefinition);
    const reads = (name: string) => known.value.get(name)?.access.read === true;
    return appsFor({ apps: bodies }, me.data.value?.roles ?? []).flatMap(
      (one) => visibleApp(one, reads) ?? [],
    );
  });
  const app = computed(() => apps.value.find((one) => one.apiName === chosenApp.value) ?? apps.value[0]);
  /** Objects that stand in no app stay within reach, new ones above all; without apps these are all. */
  const loose = computed<NavigationGroup>(() => ({
    label: t(app.value ? "shell.others" : "shell.records"),
    items: outside(apps.value, [...known.value.values()]).map((one) => objectItem(one)),
  }));
  const groups = computed<readonly NavigationGroup[]>(() => [
    ...(app.value?.groups ?? []).map((group) => ({
      label: group.label ? say(group.label) : t("shell.records"),
      items: group.items.flatMap((one) => itemOf(one)),
    })),
    ...(loose.value.items.length > 0 ? [loose.value] : []),
  ]);

  function itemOf(item: AppDefinition["groups"][number]["items"][number]): readonly NavigationItem[] {
    const object = known.value.get(item.object);
    if (!object) return [];
    const view = object.views.find((one) => one.apiName === item.view);
    return [objectItem(object, view?.apiName, item.label ?? view?.label)];
  }
  function objectItem(object: ObjectInfo, view?: string, label?: LocalizedText): NavigationItem {
    return {
      label: say(label ?? object.definition.pluralLabel),
      icon: objectIcon(object.definition.icon),
      to: `/r/${object.apiName}${view === undefined ? "" : `?view=${view}`}`,
    };
  }

  const settings = computed<readonly NavigationItem[]>(() =>
    menuFor(me.data.value?.capabilities ?? []).map(({ label, icon, to }) => ({ label: t(label), icon, to })),
  );
  const objects = computed(() => groups.value.flatMap((one) => one.items));
  return { objects, groups, favourites: useFavourites(known), settings, metadata, me, apps, app, chosenApp };
}

/** Readable objects that none of the apps has a place for. */
function outside(apps: readonly AppDefinition[], objects: readonly ObjectInfo[]): readonly ObjectInfo[] {
  const items = apps.flatMap((one) => one.groups.flatMap((group) => group.items));
  const placed = new Set(items.map((one) => one.object));
  return objects.filter((one) => one.access.read && !placed.has(one.apiName));
}

/** Views that the person marked, in the order of marking. */
function useFavourites(known: ReturnType<typeof useObjects>["objects"]) {
  const own = useOwnViews();
  const { say } = useTexts();
  return computed<readonly NavigationItem[]>(() => {
    const { items = [], preferences } = own.data.value ?? {};
    return (preferences?.favourites ?? []).flatMap((key) => {
      const found = ownView(key) ?? sharedView(key);
      if (!found) return [];
      const to = `/r/${found.object.apiName}?view=${found.key}`;
      return [{ label: say(found.label), icon: "i-lucide-star", to }];
    });
    function ownView(key: string) {
      const mine = items.find((one) => one.id === key);
      const object = mine && known.value.get(mine.view.object);
      return object && { object, key, label: mine.view.label };
    }
    function sharedView(key: string) {
      const [name = "", view] = key.split("/");
      const object = known.value.get(name);
      const shared = object?.views.find((one) => one.apiName === view);
      return object && shared && { object, key: shared.apiName, label: shared.label };
    }
  });
}
