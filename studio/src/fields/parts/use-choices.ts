import { computed } from "vue";
import { useTexts } from "../../i18n/i18n.ts";
import type { FieldInfo } from "../../model/object-info.ts";

/** Options of a field as entries of a menu. */
export function useChoices(field: () => FieldInfo) {
  const { say } = useTexts();
  return computed(() =>
    (field().type.choices?.(field().settings) ?? []).map((choice) => ({
      value: choice.value,
      label: say(choice.label),
      color: choice.color ?? "neutral",
    })),
  );
}
