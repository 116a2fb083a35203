import { describe, expect, it } from "vitest";
import { constructId, physicalName, productName } from "./naming.ts";

describe("names", () => {
  it("carry the stage, except in production", () => {
    expect(productName("production")).toBe("tessera");
    expect(physicalName("production", "send-mail")).toBe("tessera-send-mail");
    expect(physicalName("test", "send-mail")).toBe("tessera-test-send-mail");
  });

  it("become construct ids", () => {
    expect(constructId("send-mail")).toBe("SendMail");
    expect(constructId("tessera-data")).toBe("TesseraData");
  });
});
