import { describe, expect, it } from "vitest";
import { assignIds } from "./assign-ids.ts";

function counter(): () => string {
  let next = 0;
  return () => `n${(next += 1)}`;
}
const nobody = new Set<string>();

describe("assignIds", () => {
  it("gives new elements ids that nobody has", () => {
    const body = { apiName: "visit", fields: [{ apiName: "subject" }, { apiName: "cost" }] };
    const result = assignIds(
      "object",
      { body, previous: null },
      { newId: counter(), taken: new Set(["n1"]) },
    );
    const ids = [result["id"], ...(result["fields"] as { id: string }[]).map((one) => one.id)];
    expect(new Set(ids).size).toBe(3);
    expect(ids).not.toContain("n1");
  });

  it("keeps identity by name when ids are not sent back", () => {
    const previous = { id: "o1", apiName: "visit", fields: [{ id: "f1", apiName: "subject" }] };
    const body = { apiName: "visit", fields: [{ apiName: "cost" }, { apiName: "subject" }] };
    const result = assignIds("object", { body, previous }, { newId: counter(), taken: nobody });
    expect(result).toMatchObject({ id: "o1", fields: [{ id: "n1" }, { id: "f1" }] });
  });

  it("keeps a sent id through a rename and never hands it to a namesake", () => {
    const previous = { id: "o1", apiName: "visit", fields: [{ id: "f1", apiName: "subject" }] };
    const body = {
      id: "o1",
      apiName: "visit",
      fields: [{ id: "f1", apiName: "title" }, { apiName: "subject" }],
    };
    const result = assignIds("object", { body, previous }, { newId: counter(), taken: nobody });
    expect(result).toMatchObject({
      fields: [
        { id: "f1", apiName: "title" },
        { id: "n1", apiName: "subject" },
      ],
    });
  });

  it("knows stages by their option", () => {
    const previous = { id: "p1", apiName: "p", stages: [{ id: "s1", option: "open" }] };
    const body = { apiName: "p", stages: [{ option: "won" }, { option: "open" }] };
    const result = assignIds("pipeline", { body, previous }, { newId: counter(), taken: nobody });
    expect(result).toMatchObject({ stages: [{ id: "n1" }, { id: "s1" }] });
  });
});
