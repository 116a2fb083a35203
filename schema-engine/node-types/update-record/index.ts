import type { JsonObject } from "../../contract/json.ts";
import { defineNodeType } from "../../contract/node-type.ts";
import { invalid } from "../../contract/problem.ts";
import { API_NAME_PATTERN } from "../../contract/schema-of.ts";
import { labelled } from "../../shared/labelled.ts";
import { bilingual } from "../../shared/locale.ts";
import {
  expressionsIn,
  nextOutput,
  recordGone,
  stepValues,
  stepValuesSchema,
  type StepValues,
} from "../../shared/step-value.ts";

interface Settings {
  readonly values: StepValues;
  /** API name of a transition of the record's pipeline that the change is; absent: none is named. */
  readonly transition?: string;
}

export default defineNodeType<Settings>({
  name: "update-record",
  label: bilingual("修改记录", "Change the record"),
  description: bilingual("修改触发本流程的记录。", "Changes the record the run is about."),
  icon: "pencil",
  role: "step",
  settingsSchema: {
    type: "object",
    properties: {
      values: stepValuesSchema,
      transition: labelled(bilingual("流转", "Transition"), { type: "string", pattern: API_NAME_PATTERN }),
    },
    required: ["values"],
    additionalProperties: false,
  },
  defaultSettings: { values: {} },
  checkSettings: ({ values, transition }) =>
    transition === undefined && Object.keys(values).length === 0 ? [nothingToDo] : [],
  outputs: () => nextOutput,
  expressions: ({ values }) => expressionsIn("/values", values),
  references: ({ values, transition }, object) => [
    ...Object.keys(values).map((name) => ({
      kind: "field",
      target: `${object}.${name}`,
      pointer: `/values/${name}`,
    })),
    ...(transition === undefined
      ? []
      : [{ kind: "transition", target: `${object}.${transition}`, pointer: "/transition" }]),
  ],
  decide(input, { values, transition }) {
    if (!input.record) return { kind: "fail", problems: [recordGone] };
    const made = stepValues(values, input);
    if (!made.ok) return { kind: "fail", problems: made.problems };
    const { object, id } = input.record;
    const move: { readonly transition?: string } = transition === undefined ? {} : { transition };
    const result: JsonObject =
      transition === undefined ? { values: made.value } : { values: made.value, transition };
    const effect = { kind: "updateRecord", record: { object, id }, values: made.value, ...move } as const;
    return { kind: "continue", output: "default", effects: [effect], result };
  },
});

const nothingToDo = invalid(
  "/values",
  "required",
  bilingual("请设置至少一个字段，或选择一个流转。", "Set at least one field, or name a transition."),
);
