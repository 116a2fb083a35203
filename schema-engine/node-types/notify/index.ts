import { defineNodeType, type NodeInput } from "../../contract/node-type.ts";
import { invalid, type LocalizedText } from "../../contract/problem.ts";
import { bilingual } from "../../shared/locale.ts";
import { nextOutput } from "../../shared/step-value.ts";

interface Settings {
  readonly user?: string;
  readonly message: LocalizedText;
}

const PLACEHOLDER = /\{\{\s*record\.([a-z][a-z0-9_]*)\s*\}\}/g;
const line = { type: "string", minLength: 1, maxLength: 500 };

export default defineNodeType<Settings>({
  name: "notify",
  label: bilingual("发送通知", "Notify"),
  description: bilingual("通知记录负责人或指定成员。", "Notifies the record's owner or a named person."),
  icon: "bell",
  role: "step",
  settingsSchema: {
    type: "object",
    properties: {
      user: {
        type: "string",
        minLength: 1,
        "x-label": bilingual("成员（留空为负责人）", "Person (empty: the owner)"),
        "x-widget": "user",
      },
      message: {
        type: "object",
        properties: { "zh-CN": line, en: line },
        required: ["zh-CN", "en"],
        additionalProperties: false,
        "x-label": bilingual("内容，可用 {{ record.字段 }}", "Message; {{ record.field }} is filled in"),
        "x-widget": "localized-text",
      },
    },
    required: ["message"],
    additionalProperties: false,
  },
  defaultSettings: { message: bilingual("请查看此记录", "Please look at this record") },
  outputs: () => nextOutput,
  expressions: () => [],
  references: ({ message }, object) =>
    Object.entries(message).flatMap(([locale, text]) =>
      [...text.matchAll(PLACEHOLDER)]
        .map((match) => match[1] ?? "")
        .filter((name) => !["id", "owner"].includes(name))
        .map((name) => ({ kind: "field", target: `${object}.${name}`, pointer: `/message/${locale}` })),
    ),
  decide(input, { user, message }) {
    const { record } = input;
    const to = user ?? record?.owner ?? "";
    if (to === "") return { kind: "fail", problems: [nobody] };
    const filled = bilingual(fill(message["zh-CN"], input), fill(message.en, input));
    const about = record && { object: record.object, id: record.id };
    const effect = { kind: "notify", user: to, message: filled, about } as const;
    return { kind: "continue", output: "default", effects: [effect], result: { user: to, message: filled } };
  },
});

const nobody = invalid(
  "",
  "no_owner",
  bilingual("记录没有负责人，无人可通知。", "The record has no owner, so there is nobody to notify."),
);

function fill(text: string, { record }: NodeInput): string {
  return text.replace(PLACEHOLDER, (_, name: string) => {
    const value = name === "owner" ? record?.owner : name === "id" ? record?.id : record?.values[name];
    return value === undefined || value === null
      ? ""
      : typeof value === "string"
        ? value
        : JSON.stringify(value);
  });
}
