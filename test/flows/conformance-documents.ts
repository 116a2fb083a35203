const label = (zh: string, en: string) => ({ "zh-CN": zh, en });
const field = (apiName: string, type: string, more: object = {}) => ({
  apiName,
  type,
  label: label(apiName, apiName),
  ...more,
});
const rule = (apiName: string, must: string, fields: readonly string[]) => ({
  kind: "rule",
  body: {
    apiName,
    object: "offer",
    label: label(apiName, apiName),
    must,
    fields,
    message: label("不行", "No"),
  },
});

/** An object with every kind of demand on its records: required, conditional, unique, rules, stages with gates. */
export const documents = [
  {
    kind: "object",
    body: {
      apiName: "offer",
      label: label("报价", "Offer"),
      pluralLabel: label("报价", "Offers"),
      nameField: "title",
      fields: [
        field("title", "text", { required: true }),
        field("code", "text", { unique: true, settings: { maxLength: 40 } }),
        field("discount", "percent", { required: true, settings: { min: 0, max: 100 } }),
        field("reason", "text", { requiredIf: "record.discount > 20" }),
        field("total", "number"),
        field("starts", "date"),
        field("ends", "date"),
        field("spent", "duration"),
        field("stars", "rating"),
        field("opens", "time"),
        field("shade", "color"),
        field("words", "tags"),
        field("spot", "location"),
        field("place", "address"),
        field("notes", "richText"),
        field("approved", "checkbox"),
        field("lost_because", "text"),
        field("stage", "select", {
          settings: {
            options: ["draft", "sent", "won", "lost"].map((value) => ({ value, label: label(value, value) })),
          },
        }),
      ],
    },
  },
  rule("discount_bounded", "record.discount <= 30 || record.approved == true", ["discount"]),
  rule("ends_later", "record.ends >= record.starts", ["starts", "ends"]),
  rule("stars_explained", "!has(record.stars) || record.stars > 2 || has(record.notes)", []),
  rule("sent_needs_total", "record.stage != 'sent' || has(record.total)", ["total"]),
  {
    kind: "pipeline",
    body: {
      ...{ apiName: "offers", object: "offer", label: label("流程", "Process"), stageField: "stage" },
      lossReasonField: "lost_because",
      stages: [
        { option: "draft", category: "open", probability: 10 },
        { option: "sent", category: "open", probability: 30 },
        { option: "won", category: "won", probability: 100, requiredFields: ["starts"] },
        { option: "lost", category: "lost", probability: 0 },
      ],
      transitions: [
        { apiName: "send", label: label("发", "Send"), from: ["draft"], to: "sent" },
        {
          ...{ apiName: "win", label: label("赢", "Win"), from: ["sent"], to: "won" },
          condition: "record.discount <= 10",
        },
        { apiName: "lose", label: label("输", "Lose"), from: ["sent"], to: "lost" },
      ],
    },
  },
  rule("short_title", "length(record.title) <= 4", ["title"]),
];

/** The event by which a job's function is called. */
export function jobEvent(id: string) {
  return {
    id,
    type: "crm.job.requested" as const,
    typeVersion: 1 as const,
    workspace: "acme",
    subject: { object: "job", id },
    recordVersion: 0,
    occurredAt: new Date(0).toISOString(),
    actor: { kind: "user" as const, id: "admin" },
    correlation: id,
    causation: id,
    depth: 0,
    path: [],
    data: {},
  };
}
