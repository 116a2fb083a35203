import { describe, expect, it } from "vitest";
import { validateSchema } from "#engine";
import { nodeTypeSamples } from "./samples.generated.ts";

describe.each(nodeTypeSamples.map((one) => [one.type.name, one] as const))(
  "node type %s",
  (_, { type, samples }) => {
    it.each(samples.cases.map((one) => [one.name, one] as const))(
      "decides: %s",
      (_name, { settings, input, outcome }) => {
        expect(validateSchema(type.settingsSchema, settings)).toEqual([]);
        expect(type.checkSettings?.(settings) ?? []).toEqual([]);
        expect(type.decide(input, settings)).toEqual(outcome);
        expect(type.decide(input, settings)).toEqual(outcome);
      },
    );

    it("leaves only along outputs it names", () => {
      for (const { settings, outcome } of samples.cases) {
        if (outcome.kind === "continue") {
          expect(type.outputs(settings).map((one) => one.name)).toContain(outcome.output);
        }
      }
    });

    it("refuses bad settings", () => {
      for (const bad of samples.badSettings) {
        const shape = validateSchema(type.settingsSchema, bad);
        const deeper = shape.length === 0 ? (type.checkSettings?.(bad as object) ?? []) : [];
        const faults = [...shape, ...deeper];
        expect(faults, JSON.stringify(bad)).not.toEqual([]);
      }
    });

    it("labels every setting in both languages", () => {
      const properties = (type.settingsSchema["properties"] ?? {}) as Record<string, Record<string, unknown>>;
      for (const [name, schema] of Object.entries(properties)) {
        expect(schema["x-label"], name).toEqual({
          "zh-CN": expect.any(String) as string,
          en: expect.any(String) as string,
        });
      }
    });
  },
);
