import { defineFieldType } from "../../contract/field-type.ts";
import { failure, invalid, success, type Problem } from "../../contract/problem.ts";
import { masked } from "../../shared/check-text.ts";
import { settingsOf } from "../../shared/labelled.ts";
import { bilingual, isMasked } from "../../shared/locale.ts";
import { ID_PATTERN, isId, notId } from "../../shared/record-id.ts";
import { checkRelation, relationProperties, type RelationSettings } from "./settings.ts";

/** The id of the record; with its object where several may be chosen. */
export type RelationValue = string | { readonly object: string; readonly id: string };

export default defineFieldType<RelationValue, RelationSettings>({
  name: "relation",
  label: bilingual("关联", "Relation"),
  description: bilingual("指向另一个对象的一条记录。", "Points at a record of another object."),
  icon: "workflow",
  settingsSchema: settingsOf(relationProperties),
  defaultSettings: { kind: "lookup", onDelete: "clear" },
  checkSettings: checkRelation,
  valueSchema: (settings) =>
    isPolymorphic(settings)
      ? {
          type: "object",
          properties: {
            object: { type: "string", enum: [...targetsOf(settings)] },
            id: { type: "string", pattern: ID_PATTERN },
          },
          required: ["object", "id"],
          additionalProperties: false,
        }
      : { type: "string", pattern: ID_PATTERN },
  check: checkValue,
  normalize: (value) => (typeof value === "string" ? value : { object: value.object, id: value.id }),
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as RelationValue },
  index: { encode: textOf },
  uniqueKey: textOf,
  references: (value, settings) => [
    typeof value === "string" ? { object: targetsOf(settings)[0] ?? "", id: value } : value,
  ],
  onDelete: ({ kind, onDelete }) => (kind === "masterDetail" ? "cascade" : onDelete),
  redirected: (value, from, to) => {
    const isIt =
      typeof value === "string" ? value === from.id : value.object === from.object && value.id === from.id;
    if (!isIt) return value;
    return typeof value === "string" ? to.id : { object: to.object, id: to.id };
  },
  targets: targetsOf,
  owns: ({ kind }) => kind === "masterDetail",
  acyclic: ({ hierarchy }) => hierarchy === true,
  fixed: ({ kind, reparent }) => kind === "masterDetail" && reparent !== true,
  uses: (settings) =>
    settings.targets === undefined
      ? [{ kind: "object", apiName: settings.target ?? "", pointer: "/target" }]
      : settings.targets.map((apiName, at) => ({ kind: "object", apiName, pointer: `/targets/${at}` })),
  operators: ["eq", "ne", "in", "notIn", "isEmpty", "isNotEmpty"],
  parse(text, settings) {
    if (isMasked(text)) return failure(masked);
    const words = text.trim();
    const [object = "", id = ""] = words.split(":");
    const value = isPolymorphic(settings) ? { object, id } : words;
    const problems = checkValue(value, settings);
    return problems.length > 0 ? failure(...problems) : success(value);
  },
  format: textOf,
  cel: { type: "string", toCel: (value) => (typeof value === "string" ? value : value.id) },
});

function targetsOf({ target, targets }: RelationSettings): readonly string[] {
  return targets ?? (target === undefined || target === "" ? [] : [target]);
}

function isPolymorphic({ targets }: RelationSettings): boolean {
  return targets !== undefined && targets.length > 1;
}

/** `object:id` where several objects may be chosen; no separator can occur in either part. */
function textOf(value: RelationValue): string {
  return typeof value === "string" ? value : `${value.object}:${value.id}`;
}

function checkValue(value: unknown, settings: RelationSettings): readonly Problem[] {
  if (!isPolymorphic(settings)) return isId(value) ? [] : [notId];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [notChosen];
  const { object, id, ...others } = value as { readonly object?: unknown; readonly id?: unknown };
  const isWhole = isId(id) && Object.keys(others).length === 0;
  return isWhole && typeof object === "string" && targetsOf(settings).includes(object) ? [] : [notChosen];
}

const notChosen = invalid(
  "",
  "type",
  bilingual(
    '请选择一条记录，写作 {"object": …, "id": …}，对象须是允许的对象之一。',
    'Choose a record as {"object": …, "id": …} of one of the allowed objects.',
  ),
);
