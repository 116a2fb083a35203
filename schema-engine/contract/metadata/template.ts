import { apiName, elementId, localizedText, objectOf, optional, text, type Static } from "../schema-of.ts";
import { defineMetadataKind } from "./kind.ts";

const template = objectOf({
  id: optional(elementId()),
  apiName: apiName(),
  label: localizedText(120),
  /** Object whose record the mail goes to; its first e-mail field is the address. */
  object: apiName(),
  /** Liquid; `record`, `workspace`, `unsubscribeUrl` are bound. */
  subject: localizedText(200),
  /** HTML with Liquid. Links are rewritten for click counting, the footer with the unsubscribe link is added when missing. */
  body: localizedText(50_000),
  /** Consent topic; absent: a transactional mail, sent without regard to marketing consent. */
  topic: optional(text({ pattern: "^[a-z][a-z0-9_-]{0,39}$" })),
});

export type TemplateDefinition = Static<typeof template>;

export const templateKind = defineMetadataKind<TemplateDefinition>({
  kind: "template",
  label: { "zh-CN": "邮件模板", en: "E-mail template" },
  schema: template,
  elementLists: [],
  check: () => [],
  references: (body) => [{ kind: "object", target: body.object, pointer: "/object" }],
});
