import { defineNodeType, type NodeOutcome } from "../../contract/node-type.ts";
import { invalid, type LocalizedText } from "../../contract/problem.ts";
import { bilingual } from "../../shared/locale.ts";
import { holds } from "../../shared/step-value.ts";

interface Settings {
  readonly branches: readonly {
    readonly name: string;
    readonly label?: LocalizedText;
    readonly condition: string;
  }[];
}

export default defineNodeType<Settings>({
  name: "branch",
  label: bilingual("分支", "Branch"),
  description: bilingual(
    "走第一个成立的条件，都不成立则走“否则”。",
    "Takes the first condition that holds, else “else”.",
  ),
  icon: "split",
  role: "step",
  settingsSchema: {
    type: "object",
    properties: {
      branches: {
        type: "array",
        minItems: 1,
        maxItems: 20,
        "x-label": bilingual("条件", "Conditions"),
        items: {
          type: "object",
          properties: {
            name: { type: "string", pattern: "^[a-z][a-z0-9_]{0,39}$", "x-label": bilingual("名称", "Name") },
            label: {
              type: "object",
              properties: { "zh-CN": { type: "string" }, en: { type: "string" } },
              required: ["zh-CN", "en"],
              additionalProperties: false,
              "x-label": bilingual("标签", "Label"),
            },
            condition: {
              type: "string",
              minLength: 1,
              maxLength: 4000,
              "x-label": bilingual("条件", "Condition"),
              "x-widget": "condition",
            },
          },
          required: ["name", "condition"],
          additionalProperties: false,
        },
      },
    },
    required: ["branches"],
    additionalProperties: false,
  },
  defaultSettings: { branches: [{ name: "yes", condition: "true" }] },
  checkSettings({ branches }) {
    const names = branches.map((one) => one.name);
    return branches.flatMap(({ name }, at) =>
      name === "else" || names.indexOf(name) < at
        ? [
            invalid(
              `/branches/${at}/name`,
              "duplicate_name",
              bilingual(`出口名称“${name}”已使用。`, `The output name “${name}” is taken.`),
            ),
          ]
        : [],
    );
  },
  outputs: ({ branches }) => [
    ...branches.map(({ name, label }) => ({ name, label: label ?? bilingual(name, name) })),
    { name: "else", label: bilingual("否则", "Else") },
  ],
  expressions: ({ branches }) =>
    branches.map(({ condition }, at) => ({
      source: condition,
      pointer: `/branches/${at}/condition`,
      result: "bool",
    })),
  references: () => [],
  decide(input, { branches }): NodeOutcome {
    for (const { name, condition } of branches) {
      const held = holds(input.evaluate(condition));
      if (!held.ok) return { kind: "fail", problems: held.problems };
      if (held.value)
        return { kind: "continue", output: name, effects: [], result: { branch: name, condition } };
    }
    const tried = branches.map((one) => one.condition);
    return { kind: "continue", output: "else", effects: [], result: { branch: "else", notMet: tried } };
  },
});
