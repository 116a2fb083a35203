import { text } from "./automation-world.ts";

const option = (value: string) => ({ value, label: text(value), color: "neutral" });

/** The object of which records are moved. */
export const offer = {
  apiName: "offer",
  label: text("报价", "Offer"),
  pluralLabel: text("报价", "Offers"),
  nameField: "name",
  fields: [
    { apiName: "name", type: "text", label: text("名称", "Name"), required: true, unique: true },
    {
      ...{ apiName: "state", type: "select", label: text("状态", "State") },
      settings: { options: ["draft", "review", "sent", "signed", "lost"].map(option) },
    },
    { apiName: "amount", type: "number", label: text("金额", "Amount") },
    { apiName: "reason", type: "text", label: text("原因", "Reason") },
    { apiName: "note", type: "text", label: text("备注", "Note") },
  ],
};

/** The stages of the offer, in their order. */
export const stages = ["draft", "review", "sent", "signed", "lost"].map((value) => ({
  option: value,
  probability: 50,
  category: value === "signed" ? "won" : value === "lost" ? "lost" : "open",
  ...(value === "review" ? { agingDays: 2, guidance: text("请核对金额", "Check the amount") } : {}),
}));

/** A strict pipeline with every kind of transition. */
export const pipeline = {
  ...{ apiName: "offers", label: text("报价流程", "Offers"), object: "offer", stageField: "state" },
  stages,
  strict: true,
  lossReasonField: "reason",
  transitions: [
    { apiName: "ask", label: text("提交", "Ask"), from: ["draft"], to: "review" },
    {
      ...{ apiName: "send", label: text("发送", "Send"), from: ["review"], to: "sent" },
      condition: "record.amount > 0.0",
      conditionMessage: text("金额须大于零。", "The amount must be above zero."),
      requiredFields: ["note"],
      checklist: [{ apiName: "proofread", label: text("已校对", "Proofread") }],
      set: { note: '"sent: " + record.note' },
    },
    { apiName: "sign", label: text("签署", "Sign"), from: ["sent"], to: "signed", roles: ["admin"] },
    {
      ...{ apiName: "expire", label: text("过期", "Expire"), from: ["sent"], to: "draft" },
      condition: "record.amount < 1000.0",
      automaticAfter: "P3D",
    },
    { apiName: "give_up", label: text("放弃", "Give up"), to: "lost" },
  ],
};

/** Names a transition when the note says so. */
export const pushed = {
  ...{ apiName: "push", label: text("推进", "Push"), object: "offer" },
  nodes: [
    {
      ...{ apiName: "saved", type: "record-saved" },
      settings: {
        on: ["updated"],
        fields: ["note"],
        condition: 'record.note == "push"',
        mode: "becomesTrue",
      },
      next: { default: "move" },
    },
    { apiName: "move", type: "update-record", settings: { values: {}, transition: "ask" } },
  ],
};

/** Writes the stage without naming a transition. */
export const forced = {
  ...pushed,
  apiName: "force",
  nodes: [
    { ...pushed.nodes[0], settings: { ...pushed.nodes[0]?.settings, condition: 'record.note == "force"' } },
    { apiName: "move", type: "update-record", settings: { values: { state: { literal: "signed" } } } },
  ],
};
