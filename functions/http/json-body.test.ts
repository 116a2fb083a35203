import { expect, it } from "vitest";
import { MAX_BODY_BYTES, readJson } from "./json-body.ts";

function codeOf(body: string, base64 = false): string {
  const read = readJson({ body, base64 }, MAX_BODY_BYTES);
  return read.ok ? "ok" : (read.problems[0]?.code ?? "");
}

it("reads JSON of any kind, as text and as base64", () => {
  for (const body of ['{"a":"你好"}', "[]", "1", "null", '"x"']) {
    expect(readJson({ body, base64: false }, MAX_BODY_BYTES)).toEqual({ ok: true, value: JSON.parse(body) });
    const encoded = Buffer.from(body).toString("base64");
    expect(readJson({ body: encoded, base64: true }, MAX_BODY_BYTES)).toEqual({
      ok: true,
      value: JSON.parse(body),
    });
  }
});

it("refuses what is no single JSON text in UTF-8", () => {
  for (const body of ["{", "{}{}", "{,}", "[1,]", "NaN", "\uFEFF{}", "{'a':1}"])
    expect(codeOf(body)).toBe("malformed_json");
  expect(codeOf(Buffer.from([0x22, 0xff, 0x22]).toString("base64"), true)).toBe("malformed_json");
  expect(codeOf('{"a":"\\ud800"}')).toBe("malformed_json");
  expect(codeOf('{"a":"\\ud83d\\ude00"}')).toBe("ok");
});

it("counts bytes, not characters", () => {
  const text = (bytes: number) => `"${"a".repeat(bytes - 2)}"`;
  expect(codeOf(text(MAX_BODY_BYTES))).toBe("ok");
  expect(codeOf(text(MAX_BODY_BYTES + 1))).toBe("payload_too_large");
  expect(codeOf(`"${"你".repeat(MAX_BODY_BYTES / 3)}"`)).toBe("payload_too_large");
  expect(codeOf(Buffer.from(text(MAX_BODY_BYTES + 1)).toString("base64"), true)).toBe("payload_too_large");
});
