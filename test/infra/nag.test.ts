import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { describe, expect, it } from "vitest";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Stack } from "aws-cdk-lib";
import type { App } from "aws-cdk-lib";
import { anApp, synthesize } from "./synthesized.ts";
import baseline from "./nag-baseline.json" with { type: "json" };

interface Finding {
  readonly id: string;
  readonly resource: string;
}

/** What both packs find, in the order of the baseline. */
function findings(app: App): Finding[] {
  return [new AwsSolutionsChecks(app), new ServerlessChecks(app)]
    .flatMap((pack) => pack.validateScope(app).violations)
    .flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({ id: ruleName, resource: String(constructPath) })),
    )
    .toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

function keyOf({ id, resource }: Finding): string {
  return `${id} ${resource}`;
}

describe("cdk-nag, packs AwsSolutions and Serverless", () => {
  it("finds what was reviewed, and nothing less", () => {
    expect(findings(synthesize().app)).toEqual(baseline.map(({ id, resource }) => ({ id, resource })));
  });

  it("gives a reason for each finding it accepts", () => {
    for (const { id, resource, reason } of baseline) {
      expect(reason.length, `${id} ${resource}`).toBeGreaterThan(40);
    }
  });

  it("asks for nothing about the certificate once there is an own domain", () => {
    const { app } = synthesize({
      "tessera:domainName": "crm.example.com",
      "tessera:certificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/0f6e",
    });
    const asked = findings(app).filter(({ id }) => id === "AwsSolutions-CFR4");
    // Downloads keep CloudFront's name, apart from the studio's.
    expect(asked.map(({ resource }) => resource)).toEqual(["TesseraFiles/Downloads/Resource"]);
  });

  it("would see a public bucket", () => {
    const app = anApp();
    new Bucket(new Stack(app, "Planted"), "Open", { publicReadAccess: false });
    expect(findings(app).map(({ id }) => id)).toContain("AwsSolutions-S10");
  });
});
