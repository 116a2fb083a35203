import { defineNodeType, type NodeInput, type NodeOutcome } from "../../contract/node-type.ts";
import { bilingual } from "../../shared/locale.ts";
import { holds, nextOutput } from "../../shared/step-value.ts";

interface Settings {
  readonly on: readonly ("created" | "updated")[];
  readonly fields?: readonly string[];
  readonly condition?: string;
  readonly mode: "becomesTrue" | "everyChange";
}

export default defineNodeType<Settings>({
  name: "record-saved",
  label: bilingual("记录保存时", "Record saved"),
  description: bilingual("记录新建或修改后开始。", "Starts when a record is created or changed."),
  icon: "file-pen-line",
  role: "trigger",
  settingsSchema: {
    type: "object",
    properties: {
      on: {
        type: "array",
        items: { enum: ["created", "updated"] },
        minItems: 1,
        uniqueItems: true,
        "x-label": bilingual("何时", "When"),
        "x-enum-labels": { created: bilingual("新建", "Created"), updated: bilingual("修改", "Changed") },
      },
      fields: {
        type: "array",
        items: { type: "string", minLength: 1 },
        maxItems: 50,
        "x-label": bilingual("仅当这些字段变化", "Only when these fields change"),
        "x-widget": "fields",
      },
      condition: {
        type: "string",
        minLength: 1,
        maxLength: 4000,
        "x-label": bilingual("条件", "Condition"),
        "x-widget": "condition",
      },
      mode: {
        enum: ["becomesTrue", "everyChange"],
        "x-label": bilingual("触发方式", "Starts"),
        "x-enum-labels": {
          becomesTrue: bilingual("条件由不成立变为成立时", "When the condition becomes true"),
          everyChange: bilingual("每次保存且条件成立时", "At every change while it is true"),
        },
      },
    },
    required: ["on", "mode"],
    additionalProperties: false,
  },
  defaultSettings: { on: ["created", "updated"], mode: "becomesTrue" },
  outputs: () => nextOutput,
  expressions: ({ condition }) =>
    condition === undefined ? [] : [{ source: condition, pointer: "/condition", result: "bool" }],
  references: ({ fields = [] }, object) =>
    fields.map((name, at) => ({ kind: "field", target: `${object}.${name}`, pointer: `/fields/${at}` })),
  startsOn: ["record"],
  decide(input, settings) {
    const { signal } = input;
    if (signal?.kind !== "record") return null;
    if (!settings.on.some((one) => one === signal.change)) return ignored("other_change");
    const { fields = [] } = settings;
    const watched = fields.length === 0 || fields.some((one) => signal.changed.includes(one));
    if (signal.change === "updated" && !watched) return ignored("other_fields");
    return atCondition(input, settings, signal.change);
  },
});

function atCondition(input: NodeInput, { condition, mode }: Settings, change: string): NodeOutcome {
  const started: NodeOutcome = { kind: "continue", output: "default", effects: [], result: { change } };
  if (condition === undefined) return started;
  const after = holds(input.evaluate(condition));
  if (!after.ok) return { kind: "fail", problems: after.problems };
  if (!after.value) return ignored("condition_false");
  if (mode === "everyChange" || change === "created") return started;
  const before = holds(input.evaluateBefore(condition));
  return before.ok && before.value ? ignored("true_before") : started;
}

function ignored(because: string): NodeOutcome {
  return { kind: "ignore", because };
}
