import { t, type TemplateBody, type WorkspaceTemplate } from "../template.ts";

const templates: readonly TemplateBody[] = [
  {
    apiName: "welcome",
    label: t("欢迎邮件", "Welcome"),
    object: "contact",
    topic: "newsletter",
    subject: t("{{ record.name }}，欢迎您", "Welcome, {{ record.name }}"),
    body: t(
      '<p>{{ record.name }}，您好：</p><p>感谢您的关注。这里有一份快速入门，帮助您在十分钟内上手。</p><p><a href="https://example.com/start">查看快速入门</a></p>',
      '<p>Hello {{ record.name }},</p><p>thank you for your interest. This quick start takes ten minutes.</p><p><a href="https://example.com/start">Open the quick start</a></p>',
    ),
  },
  {
    apiName: "case_study",
    label: t("客户案例", "Case study"),
    object: "contact",
    topic: "newsletter",
    subject: t("看看同行如何缩短成交周期", "How others close deals sooner"),
    body: t(
      '<p>{{ record.name }}，您好：</p><p>这份案例介绍一支销售团队如何把跟进变成习惯。</p><p><a href="https://example.com/case">阅读案例</a></p>',
      '<p>Hello {{ record.name }},</p><p>this case shows how a sales team made follow-up a habit.</p><p><a href="https://example.com/case">Read the case</a></p>',
    ),
  },
  {
    apiName: "visit_thanks",
    label: t("拜访后感谢", "Thank you for the meeting"),
    object: "contact",
    subject: t("感谢您抽出时间", "Thank you for your time"),
    body: t(
      "<p>{{ record.name }}，您好：</p><p>感谢您的接待，我们会在两天内跟进您关心的问题。</p>",
      "<p>Hello {{ record.name }},</p><p>thank you for meeting us; we will follow up on your questions within two days.</p>",
    ),
  },
];

const marketer: TemplateBody = {
  apiName: "marketer",
  label: t("市场专员", "Marketer"),
  capabilities: ["journeys.run", "imports.run", "runs.read"],
  objects: {
    contact: { create: true, read: true, update: true, scope: "all" },
    account: { read: true, scope: "all", fields: { "*": "read" } },
  },
};

export const marketingTemplate: WorkspaceTemplate = {
  name: "marketing",
  label: t("市场", "Marketing"),
  documents: [...templates.map((body) => ({ kind: "template", body })), { kind: "role", body: marketer }],
};
