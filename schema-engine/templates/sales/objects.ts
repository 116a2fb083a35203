import { option, t, type TemplateBody } from "../template.ts";

const externalId = (zh: string, en: string) => ({
  apiName: "external_id",
  type: "text",
  label: t(zh, en),
  help: t(
    "来自其他系统或表格的编号，导入时用来关联。",
    "Number from another system or sheet; imports link by it.",
  ),
  unique: true,
  settings: { maxLength: 60 },
});

const accountLink = { apiName: "account", type: "relation", label: t("客户", "Account"), indexed: true };

export const account: TemplateBody = {
  apiName: "account",
  label: t("客户", "Account"),
  pluralLabel: t("客户", "Accounts"),
  icon: "building-2",
  nameField: "name",
  fields: [
    {
      apiName: "name",
      type: "text",
      label: t("客户名称", "Account name"),
      required: true,
      searchable: true,
      settings: { maxLength: 120 },
    },
    externalId("客户编号", "Account number"),
    {
      apiName: "industry",
      type: "select",
      label: t("行业", "Industry"),
      indexed: true,
      settings: {
        options: [
          option("retail", t("零售", "Retail"), "orange"),
          option("finance", t("金融", "Finance"), "blue"),
          option("manufacturing", t("制造", "Manufacturing"), "violet"),
          option("technology", t("科技", "Technology"), "teal"),
          option("education", t("教育", "Education"), "green"),
          option("healthcare", t("医疗", "Healthcare"), "red"),
          option("logistics", t("物流", "Logistics"), "yellow"),
        ],
      },
    },
    {
      apiName: "tier",
      type: "select",
      label: t("客户等级", "Tier"),
      settings: {
        options: [
          option("high", t("高价值", "High value"), "green"),
          option("medium", t("中价值", "Medium value"), "blue"),
          option("low", t("低价值", "Low value"), "neutral"),
        ],
      },
    },
    { apiName: "phone", type: "phone", label: t("电话", "Phone"), searchable: true },
    { apiName: "email", type: "email", label: t("邮箱", "E-mail"), searchable: true },
    { apiName: "website", type: "url", label: t("网站", "Website") },
    { apiName: "city", type: "text", label: t("城市", "City"), settings: { maxLength: 60 } },
    { apiName: "registered_on", type: "date", label: t("注册日期", "Registered on"), indexed: true },
    { apiName: "notes", type: "longText", label: t("备注", "Notes") },
  ],
};

export const contact: TemplateBody = {
  apiName: "contact",
  label: t("联系人", "Contact"),
  pluralLabel: t("联系人", "Contacts"),
  icon: "contact",
  nameField: "name",
  fields: [
    {
      apiName: "name",
      type: "text",
      label: t("姓名", "Name"),
      required: true,
      searchable: true,
      settings: { maxLength: 80 },
    },
    { ...accountLink, settings: { target: "account", onDelete: "restrict" } },
    { apiName: "title", type: "text", label: t("职位", "Job title"), settings: { maxLength: 80 } },
    {
      apiName: "email",
      type: "email",
      label: t("邮箱", "E-mail"),
      searchable: true,
      sensitivity: "personal",
    },
    { apiName: "phone", type: "phone", label: t("电话", "Phone"), searchable: true, sensitivity: "personal" },
    {
      apiName: "lifecycle",
      type: "select",
      label: t("生命周期", "Lifecycle"),
      indexed: true,
      settings: {
        options: [
          option("potential", t("潜在", "Potential"), "blue"),
          option("new", t("新客户", "New"), "green"),
          option("loyal", t("老客户", "Loyal"), "violet"),
          option("lost", t("流失", "Lost"), "red"),
        ],
      },
    },
    {
      apiName: "interests",
      type: "multiSelect",
      label: t("兴趣", "Interests"),
      settings: {
        options: [
          option("software", t("软件许可", "Software licences"), "blue"),
          option("consulting", t("咨询服务", "Consulting"), "violet"),
          option("training", t("培训", "Training"), "teal"),
          option("support", t("支持服务", "Support"), "orange"),
        ],
      },
    },
    { apiName: "notes", type: "longText", label: t("备注", "Notes") },
  ],
};

export const deal: TemplateBody = {
  apiName: "deal",
  label: t("商机", "Deal"),
  pluralLabel: t("商机", "Deals"),
  icon: "handshake",
  nameField: "name",
  fields: [
    {
      apiName: "name",
      type: "text",
      label: t("商机名称", "Deal name"),
      required: true,
      searchable: true,
      default: "record.product",
      settings: { maxLength: 120 },
    },
    externalId("商机编号", "Deal number"),
    { ...accountLink, required: true, settings: { target: "account", onDelete: "restrict" } },
    {
      apiName: "contact",
      type: "relation",
      label: t("联系人", "Contact"),
      settings: { target: "contact", onDelete: "clear" },
    },
    { apiName: "product", type: "text", label: t("产品名称", "Product"), settings: { maxLength: 120 } },
    {
      apiName: "stage",
      type: "select",
      label: t("阶段", "Stage"),
      required: true,
      indexed: true,
      default: '"prospect"',
      settings: {
        options: [
          option("prospect", t("潜在", "Prospect"), "neutral"),
          option("qualified", t("已确认需求", "Qualified"), "blue"),
          option("proposal", t("方案报价", "Proposal"), "violet"),
          option("negotiation", t("谈判", "Negotiation"), "orange"),
          option("won", t("成交", "Won"), "green"),
          option("lost", t("丢单", "Lost"), "red"),
        ],
      },
    },
    {
      apiName: "amount",
      type: "currency",
      label: t("预计金额", "Amount"),
      indexed: true,
      settings: { currencies: ["CNY", "USD"] },
    },
    { apiName: "close_date", type: "date", label: t("截止日期", "Close date"), indexed: true },
    {
      apiName: "lost_reason",
      type: "text",
      label: t("丢单原因", "Reason lost"),
      settings: { maxLength: 200 },
    },
    { apiName: "notes", type: "longText", label: t("备注", "Notes") },
  ],
};

export const task: TemplateBody = {
  apiName: "task",
  label: t("任务", "Task"),
  pluralLabel: t("任务", "Tasks"),
  icon: "square-check",
  nameField: "subject",
  fields: [
    {
      apiName: "subject",
      type: "text",
      label: t("主题", "Subject"),
      required: true,
      searchable: true,
      settings: { maxLength: 160 },
    },
    {
      apiName: "status",
      type: "select",
      label: t("状态", "Status"),
      required: true,
      indexed: true,
      default: '"open"',
      settings: {
        options: [
          option("open", t("待办", "Open"), "blue"),
          option("done", t("已完成", "Done"), "green"),
          option("cancelled", t("已取消", "Cancelled"), "neutral"),
        ],
      },
    },
    {
      apiName: "priority",
      type: "select",
      label: t("优先级", "Priority"),
      settings: {
        options: [
          option("high", t("高", "High"), "red"),
          option("normal", t("中", "Normal"), "blue"),
          option("low", t("低", "Low"), "neutral"),
        ],
      },
    },
    { apiName: "due_date", type: "date", label: t("到期日", "Due date"), indexed: true },
    { ...accountLink, settings: { target: "account", onDelete: "clear" } },
    {
      apiName: "deal",
      type: "relation",
      label: t("商机", "Deal"),
      settings: { target: "deal", onDelete: "clear" },
    },
    { apiName: "notes", type: "longText", label: t("备注", "Notes") },
  ],
};

export const activity: TemplateBody = {
  apiName: "activity",
  label: t("互动记录", "Activity"),
  pluralLabel: t("互动记录", "Activities"),
  icon: "messages-square",
  nameField: "summary",
  fields: [
    {
      apiName: "summary",
      type: "text",
      label: t("内容摘要", "Summary"),
      required: true,
      searchable: true,
      settings: { maxLength: 200 },
    },
    externalId("记录编号", "Record number"),
    {
      apiName: "type",
      type: "select",
      label: t("互动类型", "Type"),
      indexed: true,
      settings: {
        options: [
          option("call", t("电话", "Call"), "blue"),
          option("email", t("邮件", "E-mail"), "violet"),
          option("meeting", t("会议", "Meeting"), "orange"),
          option("visit", t("拜访", "Visit"), "green"),
        ],
      },
    },
    { ...accountLink, settings: { target: "account", onDelete: "cascade" } },
    { apiName: "date", type: "date", label: t("日期", "Date"), indexed: true },
    {
      apiName: "next_action",
      type: "text",
      label: t("后续行动", "Next action"),
      settings: { maxLength: 200 },
    },
  ],
};
