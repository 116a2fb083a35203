import type { SearchHit } from "../../api/answers.ts";
import { useTexts } from "../../i18n/i18n.ts";
import { useObjects } from "../../model/use-objects.ts";
import { objectIcon } from "../../ui/object-icons.ts";

/** How a record that was found is told. */
export function useHitWords() {
  const { objects } = useObjects();
  const { t, say } = useTexts();
  return {
    icon: (name: string) => objectIcon(objects.value.get(name)?.definition.icon),
    objectLabel: (name: string) => say(objects.value.get(name)?.definition.label) || name,
    objectsLabel: (name: string) => say(objects.value.get(name)?.definition.pluralLabel) || name,
    nameOf: (hit: Pick<SearchHit, "name">) => hit.name || t("search.unnamed"),
    /** Label of the field whose text the snippet is. */
    fieldLabel(hit: SearchHit): string {
      const field = objects.value.get(hit.object)?.byName.get(hit.matched[0] ?? "");
      return say(field?.definition.label);
    },
  };
}
