import { defineFieldType } from "../../contract/field-type.ts";
import { failure, success } from "../../contract/problem.ts";
import { masked } from "../../shared/check-text.ts";
import { settingsOf } from "../../shared/labelled.ts";
import { bilingual, isMasked } from "../../shared/locale.ts";
import { ID_PATTERN, isId, notId } from "../../shared/record-id.ts";

export default defineFieldType<string, object>({
  name: "user",
  label: bilingual("人员", "User"),
  description: bilingual("工作区中的一位成员。", "A person of the workspace."),
  icon: "user",
  settingsSchema: settingsOf({}),
  defaultSettings: {},
  valueSchema: () => ({ type: "string", pattern: ID_PATTERN }),
  check: (value) => (isId(value) ? [] : [notId]),
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as string },
  index: { encode: (value) => value },
  references: (id) => [{ object: "user", id }],
  onDelete: () => "clear",
  operators: ["eq", "ne", "in", "notIn", "isEmpty", "isNotEmpty"],
  parse(text) {
    if (isMasked(text)) return failure(masked);
    const id = text.trim();
    return isId(id) ? success(id) : failure(notId);
  },
  format: (value) => value,
  cel: { type: "string", toCel: (value) => value },
});
