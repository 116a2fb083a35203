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

  it("gives options of fields ids that stay through a renamed code or label", () => {
    const options = [
      { id: "c1", value: "hot" },
      { id: "c2", value: "cold" },
    ];
    const previous = {
      id: "o1",
      apiName: "lead",
      fields: [{ id: "f1", apiName: "heat", settings: { options } }],
    };
    const sent = [{ value: "cold", color: "blue" }, { id: "c1", value: "very_hot" }, { value: "hot" }];
    const body = {
      apiName: "lead",
      fields: [{ apiName: "heat", settings: { options: sent } }, { apiName: "plain" }],
    };
    const result = assignIds("object", { body, previous }, { newId: counter(), taken: nobody });
    const [field] = result["fields"] as { settings: { options: { id: string; value: string }[] } }[];
    expect(field?.settings.options.map((one) => [one.id, one.value])).toEqual([
      ["c2", "cold"],
      ["c1", "very_hot"],
      [expect.stringMatching(/^n/), "hot"],
    ]);
  });

  it("knows options of a shared set by their code", () => {
    const previous = { id: "s1", apiName: "regions", options: [{ id: "a", value: "north" }] };
    const body = { apiName: "regions", options: [{ value: "south" }, { value: "north" }] };
    const result = assignIds("optionSet", { body, previous }, { newId: counter(), taken: nobody });
    expect(result).toMatchObject({ options: [{ id: "n1" }, { id: "a" }] });
  });
});
