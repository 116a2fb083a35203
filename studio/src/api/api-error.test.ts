import { describe, expect, it } from "vitest";
import { ApiError, errorOf, messagesByPointer } from "./api-error.ts";

describe("errors of the API", () => {
  it("keep what the problem document says", async () => {
    const body = {
      status: 422,
      code: "invalid",
      detail: "不符合要求",
      errors: [{ pointer: "/values/amount", code: "amount", message: "请输入金额" }],
    };
    const headers = { "content-type": "application/problem+json", "x-request-id": "r1" };
    const error = await errorOf(new Response(JSON.stringify(body), { status: 422, headers }));
    expect(error).toMatchObject({ status: 422, code: "invalid", message: "不符合要求", requestId: "r1" });
    expect(messagesByPointer(error)).toEqual({ "/values/amount": "请输入金额" });
  });

  it("stand in for an answer that is no problem document", async () => {
    const error = await errorOf(new Response("<html>", { status: 502, statusText: "Bad Gateway" }));
    expect(error).toMatchObject({ status: 502, code: "http_502", message: "Bad Gateway", problems: [] });
  });

  it("show the first of several messages at one place", () => {
    const at = (message: string) => ({ pointer: "/values/a", code: "c", message });
    const error = new ApiError({
      status: 422,
      code: "x",
      message: "",
      problems: [at("first"), at("second")],
    });
    expect(messagesByPointer(error)["/values/a"]).toBe("first");
  });
});
