import { t, type TemplateBody } from "../template.ts";

const list = (object: string, apiName: string, rest: object): TemplateBody =>
  ({ apiName, object, display: "list", ...rest }) as TemplateBody;

export const views: readonly TemplateBody[] = [
  list("account", "account_all", {
    label: t("全部客户", "All accounts"),
    columns: ["name", "industry", "tier", "phone", "city", "registered_on", "owner"],
  }),
  list("account", "account_high_value", {
    label: t("高价值客户", "High value"),
    filter: { field: "tier", op: "eq", value: "high" },
    columns: ["name", "industry", "phone", "owner"],
  }),
  list("contact", "contact_all", {
    label: t("全部联系人", "All contacts"),
    columns: ["name", "account", "title", "email", "phone", "lifecycle", "owner"],
  }),
  list("deal", "deal_open", {
    label: t("进行中的商机", "Open deals"),
    filter: { field: "stage", op: "notIn", value: ["won", "lost"] },
    sort: [{ field: "close_date", direction: "asc" }],
    columns: ["name", "account", "stage", "amount", "close_date", "owner"],
  }),
  list("deal", "deal_all", {
    label: t("全部商机", "All deals"),
    columns: ["name", "account", "stage", "amount", "close_date", "owner"],
  }),
  {
    apiName: "deal_board",
    object: "deal",
    display: "board",
    label: t("商机看板", "Pipeline board"),
    columns: ["name", "account", "amount", "close_date", "owner"],
  },
  list("task", "task_open", {
    label: t("待办任务", "Open tasks"),
    filter: { field: "status", op: "eq", value: "open" },
    sort: [{ field: "due_date", direction: "asc" }],
    columns: ["subject", "priority", "due_date", "account", "owner"],
  }),
  list("task", "task_all", {
    label: t("全部任务", "All tasks"),
    columns: ["subject", "status", "priority", "due_date", "account", "owner"],
  }),
  list("activity", "activity_all", {
    label: t("全部互动", "All activities"),
    sort: [{ field: "date", direction: "desc" }],
    columns: ["summary", "type", "account", "date", "next_action", "owner"],
  }),
];
