import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { describe, expect, it } from "vitest";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Stack } from "aws-cdk-lib";
import type { App } from "aws-cdk-lib";
import { httpRoutes } from "#infra/http-routes.ts";
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

/** One per address that needs a token; flows/api-keys.test.ts proves that nobody gets in without a key. */
function isKeyRoute({ resource }: Finding): boolean {
  return resource.includes("/Http/Api/ANY--keys--");
}

function keyOf({ id, resource }: Finding): string {
  return `${id} ${resource}`;
}

describe("cdk-nag, packs AwsSolutions and Serverless", () => {
  it("finds what was reviewed, and nothing less", () => {
    const found = findings(synthesize().app).filter((one) => !isKeyRoute(one));
    expect(found).toEqual(baseline.map(({ id, resource }) => ({ id, resource })));
  });

  it("finds each address for API keys without authorizer, because the function checks the key itself", () => {
    const found = findings(synthesize().app).filter(isKeyRoute);
    expect(found.map(({ id }) => id)).toEqual(found.map(() => "AwsSolutions-APIG4"));
    expect(found.length).toBe(httpRoutes.filter(({ methods }) => methods === undefined).length);
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
