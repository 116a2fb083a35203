import { defineNodeType } from "../../contract/node-type.ts";
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
}

export default defineNodeType<Settings>({
  name: "update-record",
  label: bilingual("修改记录", "Change the record"),
  description: bilingual("修改触发本流程的记录。", "Changes the record the run is about."),
  icon: "pencil",
  role: "step",
  settingsSchema: {
    type: "object",
    properties: { values: { ...stepValuesSchema, minProperties: 1 } },
    required: ["values"],
    additionalProperties: false,
  },
  defaultSettings: { values: {} },
  outputs: () => nextOutput,
  expressions: ({ values }) => expressionsIn("/values", values),
  references: ({ values }, object) =>
    Object.keys(values).map((name) => ({
      kind: "field",
      target: `${object}.${name}`,
      pointer: `/values/${name}`,
    })),
  decide(input, { values }) {
    if (!input.record) return { kind: "fail", problems: [recordGone] };
    const made = stepValues(values, input);
    if (!made.ok) return { kind: "fail", problems: made.problems };
    const { object, id } = input.record;
    const effect = { kind: "updateRecord", record: { object, id }, values: made.value } as const;
    return { kind: "continue", output: "default", effects: [effect], result: { values: made.value } };
  },
});
