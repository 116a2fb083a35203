import type { IndexAdvice } from "#engine";
import type { ObjectInfo } from "../../model/object-info.ts";
import { useTexts } from "../../i18n/i18n.ts";
import { systemColumn } from "./columns.ts";

/** An index in words: “Stage, Owner → Amount”. */
export function useIndexWords(): (object: ObjectInfo, index: IndexAdvice) => string {
  const { t, say } = useTexts();
  return (object, { equal, sort }) => {
    const label = (name: string): string => {
      const found = object.byName.get(name)?.definition.label ?? systemColumn(name)?.label;
      return found ? say(found) : name;
    };
    const order = sort === undefined ? t("records.cost.newest") : label(sort);
    return equal.length === 0 ? order : `${equal.map(label).join(t("records.cost.and"))} → ${order}`;
  };
}
