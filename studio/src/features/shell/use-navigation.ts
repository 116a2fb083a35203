import type { ObjectDefinition } from "#engine";
import { computed } from "vue";
import { useMe } from "../../api/me.ts";
import { useMetadata } from "../../api/metadata.ts";
import { useTexts } from "../../i18n/i18n.ts";
import { menuFor } from "../../router.ts";
import { objectIcon } from "../../ui/object-icons.ts";

export interface NavigationItem {
  readonly label: string;
  readonly icon: string;
  readonly to: string;
}

/** Entries of the sidebar: every object the caller may read, then the settings they may change. */
export function useNavigation() {
  const metadata = useMetadata();
  const me = useMe();
  const { t, say } = useTexts();
  const objects = computed<readonly NavigationItem[]>(() =>
    (metadata.data.value?.documents ?? [])
      .filter((one) => one.kind === "object" && me.data.value?.objects[one.apiName]?.read === true)
      .map((one) => one.body as ObjectDefinition)
      .map((one) => ({
        label: say(one.pluralLabel),
        icon: objectIcon(one.icon),
        to: `/r/${one.apiName}`,
      })),
  );
  const settings = computed<readonly NavigationItem[]>(() =>
    menuFor(me.data.value?.capabilities ?? []).map(({ label, icon, to }) => ({ label: t(label), icon, to })),
  );
  return { objects, settings, metadata, me };
}
