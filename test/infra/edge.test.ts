import { runInNewContext } from "node:vm";
import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { queues, functions, protectedPrefix, publicRoutes } from "#infra/topology.ts";
import { apiPaths, entryPageCode, keyAddressCode } from "#infra/cloud/stacks/studio.ts";
import { at, resourcesOf, synthesize } from "./synthesized.ts";
import type { Resource } from "./synthesized.ts";

const { all, template, platform } = synthesize();
const studio = template("studio");
const distribution = resourcesOf(studio, "AWS::CloudFront::Distribution")[0] as Resource;

describe("the one address people see", () => {
  it("sends every address of the API to the API and caches none of it", () => {
    const behaviours = at(distribution, "DistributionConfig.CacheBehaviors") as Record<string, unknown>[];
    expect(behaviours.map(({ PathPattern }) => PathPattern)).toEqual(apiPaths());
    const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
    const allViewerExceptHostHeader = "b689b0a8-53d0-40ab-baf2-68738e2966ac";
    for (const behaviour of behaviours) {
      expect(behaviour).toMatchObject({
        CachePolicyId: cachingDisabled,
        OriginRequestPolicyId: allViewerExceptHostHeader,
        ViewerProtocolPolicy: "https-only",
      });
      expect(behaviour["AllowedMethods"]).toContain("DELETE");
    }
  });

  it.each([`${protectedPrefix}/v1/me`, ...publicRoutes.map(({ path }) => path.replace(/\{.+\}/, "abc.def"))])(
    "%s reaches the API",
    (path) => {
      const patterns = apiPaths().map((pattern) => new RegExp(`^${pattern.replace("*", ".*")}$`));
      expect(patterns.filter((pattern) => pattern.test(path))).not.toEqual([]);
    },
  );

  it("leads a request with an API key to the address without authorizer, and no other", () => {
    const led = (authorization?: string) => {
      const headers = authorization === undefined ? {} : { authorization: { value: authorization } };
      const event = { request: { uri: "/api/v1/me", headers } };
      return (runInNewContext(`${keyAddressCode}; handler(event)`, { event }) as { uri: string }).uri;
    };
    expect(led("Bearer tsk_acme_ab12_secret")).toBe("/keys/api/v1/me");
    expect(led("Bearer eyJhbGciOiJSUzI1NiJ9.e30.x")).toBe("/api/v1/me");
    expect(led()).toBe("/api/v1/me");
  });

  it("keeps the files private behind it, encrypted, over TLS only", () => {
    for (const bucket of all("AWS::S3::Bucket")) {
      expect(bucket.Properties["PublicAccessBlockConfiguration"]).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(bucket.Properties["BucketEncryption"]).toBeDefined();
    }
    studio.resourceCountIs("AWS::CloudFront::OriginAccessControl", 1);
  });

  it("uses its own domain and TLS 1.2 once there is a certificate", () => {
    const certificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/0f6e";
    const own = synthesize({
      "tessera:domainName": "crm.example.com",
      "tessera:certificateArn": certificateArn,
    });
    own.template("studio").hasResourceProperties("AWS::CloudFront::Distribution", {
      DistributionConfig: {
        Aliases: ["crm.example.com"],
        ViewerCertificate: { AcmCertificateArn: certificateArn, MinimumProtocolVersion: "TLSv1.2_2021" },
      },
    });
  });

  it("runs no script from elsewhere and cannot be framed", () => {
    const policies = resourcesOf(studio, "AWS::CloudFront::ResponseHeadersPolicy");
    const texts = policies.map((policy) =>
      JSON.stringify(
        at(policy, "ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy") ?? "",
      ),
    );
    const [policy] = texts.filter((text) => text.includes("script-src"));
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("object-src 'none'");
    expect(policy).not.toContain("unsafe-eval");
  });
});

describe("the entry page", () => {
  const answer = (uri: string) => {
    const call = `${entryPageCode}; handler({ request: { uri: ${JSON.stringify(uri)} } }).uri`;
    return runInNewContext(call) as string;
  };

  it.each(["/", "/records/deal", "/records/deal/01J.Z/edit", "/signed-in"])("answers %s", (uri) => {
    expect(answer(uri)).toBe("/index.html");
  });

  it.each(["/assets/index-4f2c.js", "/config.json", "/favicon.ico"])("leaves the file %s alone", (uri) => {
    expect(answer(uri)).toBe(uri);
  });
});

describe("the firewall", () => {
  it("stands in us-east-1 before the distribution", () => {
    expect(platform.edge.region).toBe("us-east-1");
    const webAcl = JSON.stringify(at(distribution, "DistributionConfig.WebACLId"));
    expect(webAcl).toContain("us-east-1");
    template("edge").hasResourceProperties("AWS::WAFv2::WebACL", {
      Scope: "CLOUDFRONT",
      Rules: Match.arrayWith([Match.objectLike({ Name: "requests-of-one-address" })]),
    });
  });

  it("does not refuse the bodies a CRM sends", () => {
    template("edge").hasResourceProperties("AWS::WAFv2::WebACL", {
      Rules: Match.arrayWith([
        Match.objectLike({
          Name: "AWSManagedRulesCommonRuleSet",
          Statement: {
            ManagedRuleGroupStatement: {
              RuleActionOverrides: Match.arrayWith([
                { Name: "SizeRestrictions_BODY", ActionToUse: { Count: {} } },
                { Name: "CrossSiteScripting_BODY", ActionToUse: { Count: {} } },
              ]),
            },
          },
        }),
      ]),
    });
  });
});

describe("alarms", () => {
  const names = all("AWS::CloudWatch::Alarm").map(({ Properties }) => Properties["AlarmName"] as string);

  it("watch every queue, dead letter, stream, schedule and function", () => {
    const expected = [
      ...queues.flatMap(({ name }) => [`${name}-age`, `${name}-dlq-depth`]),
      ...functions.flatMap(({ name, trigger }) => [
        `${name}-errors`,
        `${name}-throttles`,
        ...(trigger.kind === "stream" ? [`${name}-iterator-age`, `${name}-failures-depth`] : []),
        ...(trigger.kind === "schedule" ? [`${name}-silent`, `${name}-failures-depth`] : []),
      ]),
      "api-5xx",
      "api-latency",
      "table-throttles",
    ];
    expect(names.toSorted()).toEqual(expected.map((name) => `tessera-${name}`).toSorted());
  });

  it("tell somebody, when it begins and when it ends", () => {
    for (const alarm of all("AWS::CloudWatch::Alarm")) {
      expect(alarm.Properties["AlarmActions"]).toHaveLength(1);
      expect(alarm.Properties["OKActions"]).toHaveLength(1);
    }
    template("observability").resourceCountIs("AWS::CloudWatch::Dashboard", 1);
  });

  it("ring when the timers fall silent, even if nothing is measured", () => {
    template("observability").hasResourceProperties("AWS::CloudWatch::Alarm", {
      AlarmName: "tessera-timers-silent",
      ComparisonOperator: "LessThanThreshold",
      TreatMissingData: "breaching",
    });
  });
});
