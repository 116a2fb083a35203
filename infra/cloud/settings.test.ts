import { App } from "aws-cdk-lib";
import { describe, expect, it } from "vitest";
import { mailDomain, readSettings } from "./settings.ts";

const mailFrom = "crm@example.com";
const read = (context: Readonly<Record<string, string>>) =>
  readSettings(new App({ context: { "tessera:mailFrom": mailFrom, ...context } }).node);

describe("readSettings", () => {
  it("needs a sender and nothing else", () => {
    const settings = read({});
    expect(settings).toMatchObject({ stage: "production", region: "eu-central-1", mailFrom });
    expect(settings.publicOrigin).toBeUndefined();
    expect(mailDomain(settings)).toBe("example.com");
  });

  it("takes the public origin from the own domain", () => {
    const settings = read({
      "tessera:domainName": "crm.example.com",
      "tessera:certificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/0f6e",
    });
    expect(settings.publicOrigin).toBe("https://crm.example.com");
  });

  it.each([
    ["tessera:stage", "Prod Uction"],
    ["tessera:region", "Frankfurt"],
    ["tessera:account", "12"],
    ["tessera:mailFrom", "CRM <crm@example.com>"],
    ["tessera:certificateArn", "arn:aws:acm:eu-central-1:111122223333:certificate/0f6e"],
    ["tessera:publicOrigin", "https://crm.example.com/"],
    ["tessera:publicOrigin", "http://crm.example.com"],
  ])("refuses %s = %s and names it", (name, value) => {
    expect(() => read({ [name]: value })).toThrow(name);
  });

  it("refuses a domain without certificate, which would only fail at deploy", () => {
    expect(() => read({ "tessera:domainName": "crm.example.com" })).toThrow("tessera:certificateArn");
  });

  it("lists every mistake at once", () => {
    expect(() => read({ "tessera:stage": "?", "tessera:account": "?" })).toThrow(/stage[\s\S]*account/);
  });
});
