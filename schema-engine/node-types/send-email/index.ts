import { defineNodeType } from "../../contract/node-type.ts";
import { bilingual } from "../../shared/locale.ts";
import { nextOutput, recordGone } from "../../shared/step-value.ts";

interface Settings {
  readonly template: string;
  readonly recipient?: string;
}

/** What may become of a mail; each is true in the step's result once it was heard of. */
const FATES = [
  ...["sent", "skipped", "failed", "unknown", "delivered"],
  ...["opened", "clicked", "bounced", "complained", "unsubscribed"],
];

export default defineNodeType<Settings>({
  name: "send-email",
  label: bilingual("发送邮件", "Send an e-mail"),
  description: bilingual(
    "用模板给本记录或其关联记录发邮件。",
    "Sends a template to the record or one it is related to.",
  ),
  icon: "mail",
  role: "step",
  settingsSchema: {
    type: "object",
    properties: {
      template: {
        type: "string",
        minLength: 1,
        "x-label": bilingual("邮件模板", "Template"),
        "x-widget": "template",
      },
      recipient: {
        type: "string",
        pattern: "^[a-z][a-z0-9_]{0,62}(\\.[a-z][a-z0-9_]{0,62}){0,3}$",
        "x-label": bilingual(
          "收件人：关联路径，如 account 或 account.contact；留空为本记录",
          "Recipient: a path such as account or account.contact; empty: the record itself",
        ),
        "x-widget": "relation-path",
      },
    },
    required: ["template"],
    additionalProperties: false,
  },
  defaultSettings: { template: "" },
  pending: Object.fromEntries(FATES.map((fate) => [fate, false])),
  outputs: () => nextOutput,
  expressions: () => [],
  references: ({ template, recipient }, object) => [
    { kind: "template", target: template, pointer: "/template" },
    ...(recipient === undefined
      ? []
      : [{ kind: "field", target: `${object}.${recipient.split(".")[0] ?? ""}`, pointer: "/recipient" }]),
  ],
  decide({ record }, { template, recipient }) {
    if (!record) return { kind: "fail", problems: [recordGone] };
    const { object, id } = record;
    const path = recipient === undefined ? {} : { path: recipient.split(".") };
    const effect = { kind: "sendMail", template, recipient: { object, id }, ...path } as const;
    return { kind: "continue", output: "default", effects: [effect], result: { template } };
  },
});
