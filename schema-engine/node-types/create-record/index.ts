import type { Json } from "../../contract/json.ts";
import { defineNodeType, type NodeInput } from "../../contract/node-type.ts";
import { bilingual } from "../../shared/locale.ts";
import {
  expressionsIn,
  nextOutput,
  stepValue,
  stepValues,
  stepValueSchema,
  stepValuesSchema,
  type StepValue,
  type StepValues,
} from "../../shared/step-value.ts";

interface Settings {
  readonly object: string;
  readonly values: StepValues;
  readonly owner?: StepValue;
}

export default defineNodeType<Settings>({
  name: "create-record",
  label: bilingual("新建记录", "Create a record"),
  description: bilingual("新建一条记录，例如待办任务。", "Creates a record, for example a task."),
  icon: "file-plus",
  role: "step",
  settingsSchema: {
    type: "object",
    properties: {
      object: {
        type: "string",
        minLength: 1,
        "x-label": bilingual("对象", "Object"),
        "x-widget": "object",
      },
      values: stepValuesSchema,
      owner: {
        ...stepValueSchema,
        "x-label": bilingual("负责人（默认与本记录相同）", "Owner (default: the record's owner)"),
      },
    },
    required: ["object", "values"],
    additionalProperties: false,
  },
  defaultSettings: { object: "", values: {} },
  outputs: () => nextOutput,
  results: ["id"],
  expressions: ({ values, owner }) => [
    ...expressionsIn("/values", values),
    ...(owner ? expressionsIn("", { owner }) : []),
  ],
  references: ({ object, values }) => [
    { kind: "object", target: object, pointer: "/object" },
    ...Object.keys(values).map((name) => ({
      kind: "field",
      target: `${object}.${name}`,
      pointer: `/values/${name}`,
    })),
  ],
  decide(input, { object, values, owner }) {
    const made = stepValues(values, input);
    const whose = owner ? stepValue(owner, input) : null;
    if (!made.ok) return { kind: "fail", problems: made.problems };
    if (whose && !whose.ok) return { kind: "fail", problems: whose.problems };
    const named = ownerOf(whose?.value, input);
    const effect = { kind: "createRecord", object, owner: named, values: made.value } as const;
    return { kind: "continue", output: "default", effects: [effect], result: { object, values: made.value } };
  },
});

/** Who was worked out, else the owner of the run's record. */
function ownerOf(value: Json | undefined, { record }: NodeInput): string | null {
  return typeof value === "string" && value !== "" ? value : (record?.owner ?? null);
}
