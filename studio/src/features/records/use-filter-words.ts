import type { Json, Operator } from "#engine";
import { computed } from "vue";
import { usePersonName } from "../../api/people.ts";
import { useFieldContext } from "../../fields/parts/use-field-context.ts";
import { useTexts } from "../../i18n/i18n.ts";
import type { FieldInfo, ObjectInfo } from "../../model/object-info.ts";
import { filterFields, takesDates, takesPeople, type FilterField } from "./filter-fields.ts";
import { filterSentence } from "./filter-sentence.ts";
import { isGroup, type FilterCondition, type FilterPart } from "./filter-tree.ts";
import { needsNoValue } from "./list-filter.ts";
import { isRelative, relativeDate } from "./relative-date.ts";
import { useReferredNames, type Referred } from "./use-referred-names.ts";

/** The caller, whoever that is. */
export const ME = "@me";

/** What a filter of an object can be about, and its words. */
export function useFilterWords(given: {
  readonly object: () => ObjectInfo;
  readonly objects: () => ReadonlyMap<string, ObjectInfo>;
  /** What is told, so that names of records in it are known. */
  readonly told: () => FilterPart | undefined;
}) {
  const { t, say } = useTexts();
  const fields = computed(() => filterFields(given.object(), given.objects()));
  const byPath = computed(() => new Map(fields.value.map((one) => [one.path, one])));
  const valueText = useValueWords(() => referredIn(given.told(), byPath.value));

  const fieldText = ({ info, way }: FilterField): string => {
    const own = say(info.definition.label);
    return way ? t("filters.through", { relation: say(way), field: own }) : own;
  };
  const operatorText = (field: FilterField, op: Operator): string =>
    takesDates(field) && dateOperators.includes(op) ? t(`filters.date.${op}`) : t(`records.op.${op}`);
  function conditionText({ field: path, op, value = null }: FilterCondition): string {
    const field = byPath.value.get(path ?? "");
    if (!field) return path === null ? t("filters.unfinished") : t("filters.unknown", { field: path });
    const parts = { field: fieldText(field), op: operatorText(field, op) };
    if (needsNoValue(op)) return t("filters.fact", parts);
    return t("filters.comparison", { ...parts, value: valueText(field.info, value) });
  }
  const sentence = (part: FilterPart): string =>
    filterSentence(part, {
      condition: conditionText,
      and: t("filters.and"),
      or: t("filters.or"),
      none: (list) => t("filters.noneOf", { list }),
      inner: (text) => t("filters.inner", { text }),
    });
  return { fields, byPath, fieldText, operatorText, valueText, conditionText, sentence };
}

export type FilterWords = ReturnType<typeof useFilterWords>;

/** Operators that have words of their own for dates. */
const dateOperators: readonly Operator[] = ["lt", "lte", "gt", "gte"];

/** Words for what a field is compared with. */
function useValueWords(referred: () => readonly Referred[]): (info: FieldInfo, operand: Json) => string {
  const { t, say } = useTexts();
  const context = useFieldContext();
  const personName = usePersonName();
  const recordName = useReferredNames(referred);

  const dateText = (operand: string): string => {
    const date = relativeDate(operand);
    if (!date) return operand;
    const { name, count, step } = date;
    return t(`filters.relative.${name}`, { count, unit: t(`filters.step.${step}`) });
  };
  /** Words for an operand that is no value of the field's own. */
  function special(info: FieldInfo, operand: Json): string | null {
    if (operand === ME && takesPeople({ path: "", info })) return t("filters.me");
    return isRelative(operand) && takesDates({ path: "", info }) ? dateText(operand) : null;
  }
  function named(info: FieldInfo, operand: Json): string | null {
    const choice = info.type.choices?.(info.settings).find(({ value }) => value === operand);
    if (choice) return say(choice.label);
    if (!info.type.references || typeof operand !== "string") return null;
    return takesPeople({ path: "", info }) ? personName(operand) : recordName(operand);
  }
  function one(info: FieldInfo, operand: Json): string {
    const text = special(info, operand) ?? named(info, operand);
    if (text !== null) return text;
    if (info.type.check(operand, info.settings).length > 0) return String(operand ?? "");
    return info.type.format(operand, info.settings, context.value);
  }
  return (info, operand) => {
    if (!Array.isArray(operand)) return one(info, operand);
    const words = (operand as readonly Json[]).map((each) => one(info, each));
    return words.length > 3
      ? t("records.andMore", { first: words[0], count: words.length - 1 })
      : words.join(t("records.listComma"));
  };
}

/** Records that conditions compare with. */
function referredIn(
  part: FilterPart | undefined,
  byPath: ReadonlyMap<string, FilterField>,
): readonly Referred[] {
  if (!part) return [];
  if (isGroup(part)) return part.parts.flatMap((one) => referredIn(one, byPath));
  const object = objectReferredTo(byPath.get(part.field ?? ""));
  if (object === undefined) return [];
  const operands = Array.isArray(part.value) ? (part.value as readonly Json[]) : [part.value];
  return operands.flatMap((id) => (typeof id === "string" && id !== "" ? [{ object, id }] : []));
}

/** The object whose records a field's operands are. */
function objectReferredTo(field: FilterField | undefined): string | undefined {
  const { type, settings } = field?.info ?? {};
  return type?.references && type.targets?.(settings ?? {})[0];
}
