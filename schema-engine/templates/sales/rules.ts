import { t, type TemplateBody } from "../template.ts";

export const dealPipeline: TemplateBody = {
  apiName: "sales_pipeline",
  label: t("销售管道", "Sales pipeline"),
  object: "deal",
  stageField: "stage",
  lossReasonField: "lost_reason",
  stages: [
    {
      ...{ option: "prospect", probability: 10, category: "open", agingDays: 14 },
      guidance: t("确认客户是否有需求、预算和决策人。", "Find out about need, budget and who decides."),
    },
    {
      ...{ option: "qualified", probability: 30, category: "open", agingDays: 14 },
      guidance: t(
        "约一次需求沟通，写清客户要解决的问题。",
        "Meet once more and write down the problem to be solved.",
      ),
    },
    {
      ...{ option: "proposal", probability: 50, category: "open", agingDays: 10, requiredFields: ["amount"] },
      guidance: t("发送报价，并约定答复日期。", "Send the quote and agree on a day for the answer."),
    },
    {
      ...{ option: "negotiation", probability: 75, category: "open", agingDays: 7 },
      requiredFields: ["amount", "close_date"],
      guidance: t("确认条款、折扣和签约流程。", "Settle terms, discount and how the contract is signed."),
    },
    { option: "won", probability: 100, category: "won", requiredFields: ["amount"] },
    { option: "lost", probability: 0, category: "lost" },
  ],
  transitions: [
    {
      apiName: "sign",
      label: t("签约成交", "Sign the contract"),
      from: ["negotiation"],
      to: "won",
      requiredFields: ["amount", "close_date"],
      checklist: [
        { apiName: "contract_signed", label: t("合同已由双方签字", "Both sides signed the contract") },
        { apiName: "discount_approved", label: t("折扣已获批准", "The discount was approved") },
        {
          ...{ apiName: "reference_asked", required: false },
          label: t("已询问能否作为案例", "Asked whether we may name them as a reference"),
        },
      ],
    },
  ],
};

export const rules: readonly TemplateBody[] = [
  {
    apiName: "deal_amount_not_negative",
    label: t("金额不能为负", "Amount is not negative"),
    object: "deal",
    must: "record.amount == null || record.amount.amount >= 0",
    message: t("预计金额不能小于零。", "The amount cannot be below zero."),
    fields: ["amount"],
  },
];
