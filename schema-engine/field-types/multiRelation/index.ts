import { defineFieldType } from "../../contract/field-type.ts";
import { API_NAME_PATTERN } from "../../contract/schema-of.ts";
import { failure, invalid, success, type Problem } from "../../contract/problem.ts";
import { masked } from "../../shared/check-text.ts";
import { labelled, settingsOf } from "../../shared/labelled.ts";
import { bilingual, isMasked } from "../../shared/locale.ts";
import { ID_PATTERN, isId, notId } from "../../shared/record-id.ts";

/** Most records one value may hold. */
const MOST = 100;

interface MultiRelationSettings {
  /** API name of the object whose records may be chosen. */
  readonly target: string;
  /** API name of the object that joins the two, when the connection has fields of its own; then no value is kept here. */
  readonly through?: string;
}

export default defineFieldType<readonly string[], MultiRelationSettings>({
  name: "multiRelation",
  label: bilingual("多对多关联", "Many-to-many relation"),
  description: bilingual("指向另一个对象的多条记录。", "Points at several records of another object."),
  icon: "network",
  settingsSchema: settingsOf(
    {
      target: labelled(bilingual("关联对象", "Target object"), {
        type: "string",
        pattern: API_NAME_PATTERN,
        "x-widget": "object",
      }),
      through: labelled(bilingual("连接对象", "Joined through"), {
        type: "string",
        pattern: API_NAME_PATTERN,
        "x-widget": "object",
      }),
    },
    ["target"],
  ),
  defaultSettings: { target: "" },
  valueSchema: ({ through }) => ({
    type: "array",
    items: { type: "string", pattern: ID_PATTERN },
    uniqueItems: true,
    maxItems: through === undefined ? MOST : 0,
  }),
  check: checkList,
  isBlank: (value) => value.length === 0,
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as readonly string[] },
  references: (value, { target }) => value.map((id) => ({ object: target, id })),
  targets: ({ target }) => [target],
  joins: ({ target, through }) => (through === undefined ? null : { target, through }),
  onDelete: () => "clear",
  without: (value, id) => value.filter((one) => one !== id),
  redirected: (value, from, to) => [...new Set(value.map((one) => (one === from.id ? to.id : one)))],
  uses: ({ target, through }) => [
    { kind: "object", apiName: target, pointer: "/target" },
    ...(through === undefined ? [] : [{ kind: "object", apiName: through, pointer: "/through" }]),
  ],
  operators: ["contains", "isEmpty", "isNotEmpty"],
  matches: (_operator, value, operand) => typeof operand === "string" && value.includes(operand),
  takesOperand: (operand) => isId(operand),
  parse(text, settings) {
    const ids = text
      .split(/[,，、;；|\s]/)
      .map((part) => part.trim())
      .filter((part) => part !== "");
    if (ids.some(isMasked)) return failure(masked);
    const problems = ids.length === 0 ? [notList] : checkList(ids, settings);
    return problems.length > 0 ? failure(...problems) : success(ids);
  },
  format: (value) => value.join(", "),
  cel: { type: "list<string>", toCel: (value) => value },
});

function checkList(value: unknown, { through }: MultiRelationSettings): readonly Problem[] {
  if (!Array.isArray(value)) return [notList];
  if (through !== undefined && value.length > 0) return [joined];
  const wrong = value.flatMap((one: unknown, at) => (isId(one) ? [] : [{ ...notId, pointer: `/${at}` }]));
  if (wrong.length > 0) return wrong;
  if (new Set(value).size < value.length) return [repeated];
  return value.length > MOST ? [tooMany] : [];
}

const notList = invalid("", "type", bilingual("请选择一条或多条记录。", "Choose one or more records."));
const joined = invalid(
  "",
  "through",
  bilingual("请在连接对象中添加或移除记录。", "Add and remove records of the joining object instead."),
);
const repeated = invalid(
  "",
  "duplicate",
  bilingual("同一条记录只能选择一次。", "Choose each record only once."),
);
const tooMany = invalid(
  "",
  "too_many",
  bilingual(`最多选择 ${MOST} 条记录。`, `Choose at most ${MOST} records.`),
);
