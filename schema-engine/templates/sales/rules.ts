import { t, type TemplateBody } from "../template.ts";

export const dealPipeline: TemplateBody = {
  apiName: "sales_pipeline",
  label: t("销售管道", "Sales pipeline"),
  object: "deal",
  stageField: "stage",
  stages: [
    { option: "prospect", probability: 10, category: "open" },
    { option: "qualified", probability: 30, category: "open" },
    { option: "proposal", probability: 50, category: "open", requiredFields: ["amount"] },
    { option: "negotiation", probability: 75, category: "open", requiredFields: ["amount", "close_date"] },
    { option: "won", probability: 100, category: "won", requiredFields: ["amount"] },
    { option: "lost", probability: 0, category: "lost", requiredFields: ["lost_reason"] },
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
