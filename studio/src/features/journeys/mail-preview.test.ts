import { describe, expect, it } from "vitest";
import type { TemplateDefinition } from "#engine";
import { previewPage, previewSubject } from "./mail-preview.ts";
import { enrollBody, filterOf } from "./who-to-enroll.ts";

const label = { "zh-CN": "欢迎", en: "Welcome" };
const fields = [{ apiName: "name", type: "text", label: { "zh-CN": "姓名<b>", en: "Name" } }];
const template: TemplateDefinition = {
  apiName: "welcome",
  label,
  object: "contact",
  subject: { "zh-CN": "你好 {{ record.name }}", en: "Hello {{ record.name | upcase }}" },
  body: { "zh-CN": "<p>{{record.name}}</p>{% if record.vip %}贵宾{% endif %}", en: "<p>Hi</p>" },
  topic: "news",
};

describe("mail preview", () => {
  it("puts labels in place of variables, escaped, and leaves tags out", () => {
    const page = previewPage(template, "zh-CN", { fields, unsubscribe: "退订" });
    expect(page).toContain("<p><mark>姓名&lt;b&gt;</mark></p>贵宾");
    expect(page).toContain("退订");
    expect(previewSubject(template, "en", fields)).toBe("Hello Name");
  });

  it("adds no footer to a transactional mail or one with its own link", () => {
    const { topic: _topic, ...transactional } = template;
    expect(previewPage(transactional, "en", { fields, unsubscribe: "Unsubscribe" })).not.toContain(
      "Unsubscribe",
    );
    const own = { ...template, body: { ...template.body, en: "<a href='{{ unsubscribeUrl }}'>x</a>" } };
    expect(previewPage(own, "en", { fields, unsubscribe: "Unsubscribe" })).not.toContain(">Unsubscribe<");
  });
});

describe("who enters", () => {
  it("sends ids when people were ticked, else the filter", () => {
    const filter = filterOf([
      { field: "status", values: ["new"] },
      { field: "kind", values: [] },
    ]);
    expect(filter).toEqual({ and: [{ field: "status", op: "in", value: ["new"] }] });
    expect(enrollBody(new Set(["a"]), filter)).toEqual({ recordIds: ["a"] });
    expect(enrollBody(new Set(), filter)).toEqual({ filter });
    expect(filterOf([])).toBeUndefined();
  });
});
