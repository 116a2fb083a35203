import { Stack } from "aws-cdk-lib";
import { CfnQueue } from "aws-cdk-lib/aws-sqs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { anApp, synthesize } from "./synthesized.ts";

describe("CloudFormation's own validator, offline", () => {
  beforeEach(() => vi.stubEnv("CDK_VALIDATION", "true"));
  afterEach(() => vi.unstubAllEnvs());

  it("accepts every template", () => {
    const { app } = synthesize();
    expect(() => app.synth({ force: true })).not.toThrow();
  });

  it("would see a wrong property", () => {
    const app = anApp();
    const stack = new Stack(app, "Planted");
    const queue = new CfnQueue(stack, "Queue");
    queue.addPropertyOverride("NoSuchProperty", 1);
    expect(() => app.synth()).toThrow("NoSuchProperty");
  });
});
