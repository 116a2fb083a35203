import type { NodeTypeSamples } from "../../contract/samples.ts";
import { inputFor } from "../../shared/node-samples.ts";

const message = { "zh-CN": "王总点击了邮件", en: "王总 clicked" };

export const samples: NodeTypeSamples = {
  cases: [
    {
      name: "the owner",
      settings: { message: { "zh-CN": "{{ record.name }}点击了邮件", en: "{{ record.name }} clicked" } },
      input: inputFor({ values: { name: "王总" } }),
      outcome: {
        kind: "continue",
        output: "default",
        effects: [{ kind: "notify", user: "u1", message, about: { object: "visit", id: "r1" } }],
        result: { user: "u1", message },
      },
    },
  ],
  badSettings: [{}, { message: "hello" }, { message: { en: "only English" } }],
};
