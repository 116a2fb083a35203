import { codesIn } from "#engine";
import { computed, inject } from "vue";
import { useTexts } from "../../i18n/i18n.ts";
import type { FieldInfo } from "../../model/object-info.ts";
import { offeredChoicesKey } from "../offered-choices.ts";

/** Options of a field as entries of a menu: those on offer, and the ones it holds already. */
export function useChoices(field: () => FieldInfo, value: () => unknown) {
  const { say } = useTexts();
  const offer = inject(offeredChoicesKey, undefined);
  return computed(() => {
    const all = field().type.choices?.(field().settings) ?? [];
    const offered = offer?.(field());
    const allowed = offered ? new Set(offered.map((one) => one.value)) : null;
    const held = codesIn(value());
    return all
      .filter((one) => allowed === null || allowed.has(one.value) || held.includes(one.value))
      .map((choice) => ({
        value: choice.value,
        label: say(choice.label),
        color: choice.color ?? "neutral",
      }));
  });
}
