import { describe, expect, it } from "vitest";
import type { Platform } from "#infra/cloud/platform.ts";
import { synthesize } from "./synthesized.ts";

/** A value that one stack reads from another when it is deployed. */
interface Reading {
  readonly StackName: string;
  readonly OutputName: string;
  readonly Region?: string;
}

const { platform, template } = synthesize();
const names = Object.keys(platform) as (keyof Platform)[];
const nameOf = (stackName: string) => names.find((name) => platform[name].stackName === stackName);

/** Everything a template reads from other stacks. */
function readings(value: unknown): Reading[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "Fn::GetStackOutput" ? [inner as Reading] : readings(inner),
  );
}

describe("stacks read one another's outputs", () => {
  it("in one direction", () => {
    const producers = (name: keyof Platform) =>
      [...new Set(readings(template(name).toJSON()).map(({ StackName }) => nameOf(StackName)))].toSorted();
    expect(Object.fromEntries(names.map((name) => [name, producers(name)]))).toEqual({
      data: [],
      identity: [],
      edge: [],
      files: ["edge"],
      backend: ["data", "files", "identity"],
      studio: ["backend", "edge", "files", "identity"],
      observability: ["backend", "data"],
    });
  });

  it.each(names)("%s reads only what exists, in the region where it is", (name) => {
    for (const { StackName, OutputName, Region } of readings(template(name).toJSON())) {
      const producer = nameOf(StackName);
      expect(producer).toBeDefined();
      const outputs = template(producer as keyof Platform).toJSON() as {
        readonly Outputs?: Readonly<Record<string, unknown>>;
      };
      expect(Object.keys(outputs.Outputs ?? {})).toContain(OutputName);
      expect(Region).toBe(platform[producer as keyof Platform].region);
    }
  });
});
