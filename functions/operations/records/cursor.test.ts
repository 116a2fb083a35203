import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Signer } from "../../ports/signer.ts";
import { CURSOR_MAX_AGE_MS, openCursor, sealCursor } from "./cursor.ts";

const sign = (purpose: string, text: string) =>
  createHmac("sha256", `key of ${purpose}`).update(text).digest().subarray(0, 16).toString("base64url");
const signer: Signer = { sign, verify: (purpose, text, signature) => sign(purpose, text) === signature };
const binding = { workspace: "acme", userId: "u1", question: "deals by amount" };
const now = new Date("2026-05-01T08:00:00Z");

it("opens what it sealed, under the same binding only", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (position) => {
      const plain = JSON.parse(JSON.stringify(position)) as unknown;
      const cursor = sealCursor(signer, binding, { position: plain, now });
      expect(openCursor(signer, binding, { cursor, now })).toEqual({ ok: true, value: plain });
      for (const other of [{ workspace: "globex" }, { userId: "u2" }, { question: "deals by name" }]) {
        expect(openCursor(signer, { ...binding, ...other }, { cursor, now }).ok).toBe(false);
      }
    }),
  );
});

it("refuses a cursor that was edited in any place, cut, or made up", () => {
  const cursor = sealCursor(signer, binding, { position: { at: "n#00042#secret" }, now });
  for (let at = 0; at < cursor.length; at++) {
    const edited = cursor.slice(0, at) + (cursor[at] === "A" ? "B" : "A") + cursor.slice(at + 1);
    const opened = openCursor(signer, binding, { cursor: edited, now });
    expect(opened.ok && edited !== cursor && !isSameBytes(edited, cursor)).toBe(false);
  }
  for (const other of ["", ".", "abc", cursor.slice(0, -4), `${cursor}${cursor}`, "x".repeat(30_000)]) {
    expect(openCursor(signer, binding, { cursor: other, now }).ok).toBe(false);
  }
});

it("hides the position and expires after a day", () => {
  const cursor = sealCursor(signer, binding, { position: "secret-secret-secret", now });
  const [, sealed = ""] = cursor.split(".");
  expect(Buffer.from(sealed, "base64url").toString("latin1")).not.toContain("secret");
  const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);
  expect(openCursor(signer, binding, { cursor, now: later(CURSOR_MAX_AGE_MS) }).ok).toBe(true);
  expect(openCursor(signer, binding, { cursor, now: later(CURSOR_MAX_AGE_MS + 1) }).ok).toBe(false);
});

/** The last character of base64url may carry unused bits, so another text can stand for the same bytes. */
function isSameBytes(a: string, b: string): boolean {
  const bytes = (text: string) =>
    text.split(".").map((part) => Buffer.from(part, "base64url").toString("hex"));
  return bytes(a).join() === bytes(b).join();
}
