import { defineFieldType } from "../../contract/field-type.ts";
import { API_NAME_PATTERN } from "../../contract/schema-of.ts";
import { invalid } from "../../contract/problem.ts";
import { labelled, settingsOf } from "../../shared/labelled.ts";
import { bilingual } from "../../shared/locale.ts";
import { checkNumeric, formatNumeric, numericSchema, parseNumeric } from "../../shared/numeric.ts";
import { sortableNumber } from "../../shared/sortable-number.ts";
import type { Json } from "../../contract/json.ts";

const functions = ["count", "sum", "min", "max", "avg"] as const;
const results = ["number", "currency", "percent", "date", "dateTime"] as const;

const functionLabels = {
  count: bilingual("计数", "Count"),
  sum: bilingual("求和", "Sum"),
  min: bilingual("最小值", "Lowest"),
  max: bilingual("最大值", "Highest"),
  avg: bilingual("平均值", "Mean"),
};

interface RollupSettings {
  /** API name of the object whose records are summarised. */
  readonly object: string;
  /** API name of its relation that points here. */
  readonly field: string;
  readonly fn: (typeof functions)[number];
  /** API name of the field measured; all but `count` need it. */
  readonly of?: string;
  /** Field type of the values: that of the measured field. */
  readonly result: (typeof results)[number];
  /** Only records that meet it, in the query language. */
  readonly filter?: Json;
  readonly runsAsSystem?: boolean;
}

const name = { type: "string", pattern: API_NAME_PATTERN };

export default defineFieldType<number, RollupSettings>({
  name: "rollup",
  label: bilingual("汇总", "Roll-up"),
  description: bilingual(
    "对指向本记录的记录计数、求和、取最小、最大或平均值。",
    "Count, sum, lowest, highest or mean of the records that point at this one.",
  ),
  icon: "sigma",
  settingsSchema: settingsOf(
    {
      object: labelled(bilingual("汇总的对象", "Object"), { ...name, "x-widget": "object" }),
      field: labelled(bilingual("指回本对象的关联字段", "Relation that points back"), {
        ...name,
        "x-widget": "field",
      }),
      fn: labelled(bilingual("汇总方式", "Function"), {
        type: "string",
        enum: functions,
        "x-enum-labels": functionLabels,
      }),
      of: labelled(bilingual("汇总的字段", "Field"), { ...name, "x-widget": "field" }),
      result: labelled(bilingual("结果类型", "Type of the result"), { type: "string", enum: results }),
      filter: labelled(bilingual("筛选条件", "Filter"), { type: "object", "x-widget": "filter" }),
      runsAsSystem: labelled(
        bilingual("对无权查看来源的人也显示", "Show to people who may not read its inputs"),
        {
          type: "boolean",
        },
      ),
    },
    ["object", "field", "fn"],
  ),
  defaultSettings: { object: "", field: "", fn: "count", result: "number" },
  checkSettings: ({ fn, of, result }) => [
    ...((fn === "count") === (of === undefined) ? [] : [fn === "count" ? noField : needsField]),
    ...(fn === "count" && result !== "number" ? [countsAreNumbers] : []),
  ],
  uses: ({ object, field, of }) => [
    { kind: "object", apiName: object, pointer: "/object" },
    { kind: "field", apiName: `${object}.${field}`, pointer: "/field" },
    ...(of === undefined ? [] : [{ kind: "field", apiName: `${object}.${of}`, pointer: "/of" }]),
  ],
  resultOf: ({ result }) => ({ type: result, settings: {} }),
  valueSchema: () => numericSchema({}),
  check: (value) => checkNumeric(value, {}),
  normalize: (value) => (value === 0 ? 0 : value),
  storage: { class: "listable", encode: (value) => value, decode: (stored) => stored as number },
  index: { encode: sortableNumber },
  operators: ["eq", "ne", "lt", "lte", "gt", "gte", "between", "in", "notIn", "isEmpty", "isNotEmpty"],
  parse: (text) => parseNumeric(text, {}),
  format: (value, _settings, context) => formatNumeric(value, {}, context),
  cel: { type: "decimal", toCel: (value) => value },
  computed: {
    source: "derived",
    summary(settings) {
      const { object, field, fn, of = null, filter = null } = settings as RollupSettings;
      return { object, field, fn, of, filter };
    },
    runsAsSystem: (settings) => (settings as RollupSettings).runsAsSystem === true,
  },
});

const needsField = invalid(
  "/of",
  "required",
  bilingual("请选择汇总的字段。", "Choose the field to summarise."),
);
const noField = invalid("/of", "not_supported", bilingual("计数不需要字段。", "A count has no field."));
const countsAreNumbers = invalid(
  "/result",
  "not_supported",
  bilingual("计数的结果是数字。", "A count is a number."),
);
