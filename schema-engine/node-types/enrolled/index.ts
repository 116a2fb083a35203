import { defineNodeType } from "../../contract/node-type.ts";
import { bilingual } from "../../shared/locale.ts";
import { nextOutput } from "../../shared/step-value.ts";

export default defineNodeType<object>({
  name: "enrolled",
  label: bilingual("加入旅程", "Enrolled"),
  description: bilingual(
    "有人把记录加入旅程时开始。",
    "Starts when somebody puts a record into the journey.",
  ),
  icon: "log-in",
  role: "trigger",
  settingsSchema: { type: "object", properties: {}, additionalProperties: false },
  defaultSettings: {},
  outputs: () => nextOutput,
  expressions: () => [],
  references: () => [],
  startsOn: ["enrolled"],
  decide({ signal }) {
    if (signal?.kind !== "enrolled") return null;
    return { kind: "continue", output: "default", effects: [], result: { by: signal.by } };
  },
});
