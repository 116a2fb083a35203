import type { JsonObject } from "../contract/json.ts";
import type { NodeInput, RunSignal } from "../contract/node-type.ts";
import { success } from "../contract/problem.ts";

/** Input of a step for samples: a visit of owner `u1`, Shanghai, 2026-01-05T00:00:00Z; `truths` are the conditions that hold. */
export function inputFor(given: {
  readonly signal?: RunSignal;
  readonly values?: JsonObject;
  readonly truths?: readonly string[];
}): NodeInput {
  const { signal = null, values = {}, truths = [] } = given;
  return {
    now: "2026-01-05T00:00:00.000Z",
    timeZone: "Asia/Shanghai",
    record: { object: "visit", id: "r1", version: 1, owner: "u1", values },
    signal,
    steps: {},
    evaluate: (expression) => success(truths.includes(expression)),
    evaluateBefore: () => success(false),
  };
}
