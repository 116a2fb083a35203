import { describe, expect, it } from "vitest";
import { openMailStore } from "../mail-store.ts";
import { mailView, oneClickAddress, openPixel } from "./mail-view.ts";

const RAW = [
  "From: =?UTF-8?B?5a6i5oi3?= <crm@acme.test>",
  "To: a@b.test",
  "Subject: =?UTF-8?B?5qyi6L+O?=",
  "List-Unsubscribe: <mailto:x@y.test>,",
  " <http://127.0.0.1:4000/u/abc>",
  "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
  "Content-Type: text/html; charset=utf-8",
  "",
  '<a href="http://127.0.0.1:4000/c/one?a=1&amp;b=2">x</a> <a class=y href=\'https://e.test/\'>y</a><a href="javascript:x">z</a>',
  '<img alt="" src="http://127.0.0.1:4000/o/pix">',
].join("\r\n");

describe("a mail's view", () => {
  it("decodes what the recipient sees and lists links, pixel and the one-click address", async () => {
    const mails = openMailStore(":memory:");
    const mail = {
      id: "1",
      at: "t",
      from: "crm@acme.test",
      to: ["a@b.test"],
      tags: {},
      events: [],
      pending: [],
    };
    mails.add(mail, Buffer.from(RAW));
    const view = await mailView(mails, mail);
    expect(view.subject).toBe("欢迎");
    expect(view.links).toEqual(["http://127.0.0.1:4000/c/one?a=1&b=2", "https://e.test/"]);
    expect(openPixel(view.html, "http://127.0.0.1:4000")).toBe("http://127.0.0.1:4000/o/pix");
    expect(oneClickAddress(view.headers)).toBe("http://127.0.0.1:4000/u/abc");
  });

  it("finds no one-click address without the second header", () => {
    expect(oneClickAddress({ "List-Unsubscribe": "<https://x.test/u>" })).toBeUndefined();
  });
});
