import { option, t, type TemplateBody, type WorkspaceTemplate } from "../template.ts";

const ticket: TemplateBody = {
  apiName: "ticket",
  label: t("工单", "Ticket"),
  pluralLabel: t("工单", "Tickets"),
  icon: "ticket",
  nameField: "subject",
  fields: [
    {
      apiName: "number",
      type: "autoNumber",
      label: t("工单号", "Number"),
      settings: { prefix: "T-", padding: 5 },
    },
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
      default: '"new"',
      settings: {
        options: [
          option("new", t("新建", "New"), "blue"),
          option("working", t("处理中", "In progress"), "orange"),
          option("waiting", t("等待客户", "Waiting for customer"), "yellow"),
          option("solved", t("已解决", "Solved"), "green"),
        ],
      },
    },
    {
      apiName: "priority",
      type: "select",
      label: t("优先级", "Priority"),
      indexed: true,
      settings: {
        options: [
          option("urgent", t("紧急", "Urgent"), "red"),
          option("high", t("高", "High"), "orange"),
          option("normal", t("普通", "Normal"), "blue"),
        ],
      },
    },
    {
      apiName: "account",
      type: "relation",
      label: t("客户", "Account"),
      indexed: true,
      settings: { target: "account", onDelete: "restrict" },
    },
    {
      apiName: "contact",
      type: "relation",
      label: t("联系人", "Contact"),
      settings: { target: "contact", onDelete: "clear" },
    },
    { apiName: "description", type: "longText", label: t("问题描述", "Description") },
    { apiName: "solution", type: "longText", label: t("解决方案", "Solution") },
  ],
};

const pipeline: TemplateBody = {
  apiName: "ticket_pipeline",
  label: t("工单流程", "Ticket pipeline"),
  object: "ticket",
  stageField: "status",
  stages: [
    { option: "new", probability: 0, category: "open" },
    { option: "working", probability: 0, category: "open" },
    { option: "waiting", probability: 0, category: "open" },
    { option: "solved", probability: 100, category: "won", requiredFields: ["solution"] },
  ],
};

const columns = ["number", "subject", "status", "priority", "account", "owner"];
const views: readonly TemplateBody[] = [
  { apiName: "ticket_all", object: "ticket", display: "list", label: t("全部工单", "All tickets"), columns },
  {
    apiName: "ticket_board",
    object: "ticket",
    display: "board",
    label: t("工单看板", "Ticket board"),
    columns,
  },
];

const agent: TemplateBody = {
  apiName: "service_agent",
  label: t("客服", "Service agent"),
  objects: {
    ticket: { create: true, read: true, update: true, scope: "all" },
    account: { read: true, scope: "all", fields: { "*": "read" } },
    contact: { create: true, read: true, update: true, scope: "all" },
    task: { create: true, read: true, update: true, scope: "own" },
    activity: { create: true, read: true, update: true, scope: "team" },
  },
};

export const serviceTemplate: WorkspaceTemplate = {
  name: "service",
  label: t("服务", "Service"),
  documents: [
    { kind: "object", body: ticket },
    { kind: "pipeline", body: pipeline },
    ...views.map((body) => ({ kind: "view", body })),
    { kind: "role", body: agent },
  ],
};
