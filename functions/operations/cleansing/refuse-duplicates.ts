import type { LocalizedText, Problem, RecordWrite } from "#engine";
import type { RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import { findAlike, gravest, rulesFor, type Duplicate } from "./find-duplicates.ts";

/** Most duplicates that a refusal tells of. */
const MOST_TOLD = 5;

/**
 * Why a decided write must not take place because of records it would duplicate; null: nothing is against it. A warning
 * counts only for who can be asked. Advisory: keys are derived behind the records; what must never be twice is unique.
 */
export async function refuseDuplicates(
  recordStore: RecordStore,
  caller: Caller,
  { write, asks }: { readonly write: RecordWrite; readonly asks: boolean },
): Promise<Problem | null> {
  const { object, record, changed, kind } = write;
  const on = kind === "create" ? "onCreate" : "onUpdate";
  const minded = rulesFor(caller, object).filter(({ definition }) => {
    const asked = definition[on] ?? "allow";
    return asked === "block" || (asked === "warn" && asks);
  });
  const fields = new Set(minded.flatMap((one) => one.criteria.map(({ field }) => field.id)));
  const concerned = changed.filter((one) => fields.has(one));
  if (concerned.length === 0) return null;
  const items = await findAlike(recordStore, caller, {
    object,
    values: record.values,
    id: record.id,
    changed: concerned,
    rules: minded,
  });
  const found = minded.filter((rule) => items.some((one) => one.rule === rule.definition.apiName));
  const action = gravest(found, on);
  return action === "allow" ? null : duplicateProblem(action, object.definition.label, items);
}

function duplicateProblem(
  action: "warn" | "block",
  label: LocalizedText,
  items: readonly Duplicate[],
): Problem {
  const isFinal = action === "block";
  return {
    kind: "conflict",
    code: isFinal ? "duplicate" : "possible_duplicate",
    pointer: "",
    message: isFinal
      ? {
          "zh-CN": `已有与之重复的${label["zh-CN"]}，不能保存。`,
          en: `This ${label.en.toLowerCase()} exists already, so it was not saved.`,
        }
      : {
          "zh-CN": `可能已有相同的${label["zh-CN"]}，请确认后再保存。`,
          en: `This ${label.en.toLowerCase()} may exist already; look before you save.`,
        },
    details: { items: items.slice(0, MOST_TOLD) },
  };
}
