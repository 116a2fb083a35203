import { compileWorkspace, type MetadataDocument, type WorkspaceModel } from "#engine";
import { aField, anObject } from "../builders/model.ts";

const label = (text: string) => ({ "zh-CN": text, en: text });

const contact = anObject("contact", [aField("name"), aField("email", "email"), aField("mood")]);
const task = anObject("task", [aField("name")]);

const template = (apiName: string) => ({
  ...{ id: `t_${apiName}`, apiName, label: label(apiName), object: "contact", topic: "news" },
  ...{ subject: label(apiName), body: label(`<a href="https://example.com/${apiName}">x</a>`) },
});

const journey = {
  ...{ id: "jour", apiName: "journey", label: label("journey"), object: "contact" },
  nodes: [
    { apiName: "entry", type: "enrolled", settings: {}, next: { default: "welcome" } },
    { apiName: "welcome", type: "send-email", settings: { template: "welcome" }, next: { default: "pause" } },
    { apiName: "pause", type: "wait", settings: { duration: "P3D" }, next: { default: "second" } },
    { apiName: "second", type: "send-email", settings: { template: "second" }, next: { default: "clicked" } },
    {
      apiName: "clicked",
      type: "branch",
      settings: { branches: [{ name: "yes", condition: "steps.welcome.clicked" }] },
      next: { yes: "tell" },
    },
    { apiName: "tell", type: "notify", settings: { message: label("clicked") } },
  ],
};

/** Mails about the same topic at once, so that somebody may unsubscribe while one is on its way. */
const extra = {
  ...{ id: "more", apiName: "extra", label: label("extra"), object: "contact" },
  nodes: [
    { apiName: "entry", type: "enrolled", settings: {}, next: { default: "hello" } },
    { apiName: "hello", type: "send-email", settings: { template: "second" } },
  ],
};

const workflow = {
  ...{ id: "work", apiName: "workflow", label: label("workflow"), object: "contact" },
  nodes: [
    {
      apiName: "saved",
      type: "record-saved",
      settings: { on: ["updated"], condition: 'record.mood == "keen"', mode: "becomesTrue" },
      next: { default: "task" },
    },
    {
      apiName: "task",
      type: "create-record",
      settings: { object: "task", values: { name: { expression: "record.name" } } },
      next: { default: "mark" },
    },
    { apiName: "mark", type: "update-record", settings: { values: { mood: { literal: "called" } } } },
  ],
};

const documents: readonly (readonly [string, { readonly id?: string; readonly apiName: string }])[] = [
  ["object", contact],
  ["object", task],
  ["template", template("welcome")],
  ["template", template("second")],
  ["journey", journey],
  ["journey", extra],
  ["workflow", workflow],
];

/** A workspace with a journey of two mails, one of one mail, and a workflow that makes a task and changes its own record. */
export const model: WorkspaceModel = compileWorkspace({
  settings: { id: "acme", name: "Acme", timeZone: "Asia/Shanghai", locale: "en", currency: "CNY" },
  version: 1,
  documents: documents.map(([kind, body]): MetadataDocument => ({
    kind,
    id: body.id ?? body.apiName,
    apiName: body.apiName,
    body,
  })),
  indexes: {},
});
