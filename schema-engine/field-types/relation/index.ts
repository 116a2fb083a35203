import { defineFieldType } from "../../contract/field-type.ts";
import { API_NAME_PATTERN } from "../../contract/schema-of.ts";
import { failure, success } from "../../contract/problem.ts";
import { masked } from "../../shared/check-text.ts";
import { labelled, settingsOf } from "../../shared/labelled.ts";
import { bilingual, isMasked } from "../../shared/locale.ts";
import { ID_PATTERN, isId, notId } from "../../shared/record-id.ts";

interface RelationSettings {
  /** API name of the object whose records may be chosen. */
  readonly target: string;
  /** What happens to this record when the one it points at is deleted. */
  readonly onDelete: "restrict" | "clear" | "cascade";
}

export default defineFieldType<string, RelationSettings>({
  name: "relation",
  label: bilingual("关联", "Relation"),
  description: bilingual("指向另一个对象的一条记录。", "Points at a record of another object."),
  icon: "workflow",
  settingsSchema: settingsOf(
    {
      target: labelled(bilingual("关联对象", "Target object"), { type: "string", pattern: API_NAME_PATTERN }),
      onDelete: labelled(bilingual("对方被删除时", "When the target is deleted"), {
        type: "string",
        enum: ["restrict", "clear", "cascade"],
      }),
    },
    ["target"],
  ),
  defaultSettings: { target: "", onDelete: "clear" },
  valueSchema: () => ({ type: "string", pattern: ID_PATTERN }),
  check: (value) => (isId(value) ? [] : [notId]),
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as string },
  index: { encode: (value) => value },
  uniqueKey: (value) => value,
  references: (id, { target }) => [{ object: target, id }],
  onDelete: ({ onDelete }) => onDelete,
  uses: ({ target }) => [{ kind: "object", apiName: target, pointer: "/target" }],
  operators: ["eq", "ne", "in", "notIn", "isEmpty", "isNotEmpty"],
  parse(text) {
    if (isMasked(text)) return failure(masked);
    const id = text.trim();
    return isId(id) ? success(id) : failure(notId);
  },
  format: (value) => value,
  cel: { type: "string", toCel: (value) => value },
});
