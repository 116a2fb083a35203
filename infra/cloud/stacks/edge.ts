import { RemovalPolicy, Stack } from "aws-cdk-lib";
import type { StackProps } from "aws-cdk-lib";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { CfnLoggingConfiguration, CfnWebACL } from "aws-cdk-lib/aws-wafv2";
import type { Construct } from "constructs";
import { productName } from "../naming.ts";
import type { Settings } from "../settings.ts";

/** Requests of one address in five minutes, over everything; an office behind one address stays well below. */
const requestsPerFiveMinutes = 6000;

/**
 * Rules of the common set that read the body. A CRM's own requests break them by design (records, imports and mail
 * templates are larger than 8 kB and may hold HTML), so they only count.
 */
const countedRules = [
  "SizeRestrictions_BODY",
  "CrossSiteScripting_BODY",
  "GenericLFI_BODY",
  "GenericRFI_BODY",
  "EC2MetaDataSSRF_BODY",
];

export interface EdgeStackProps extends StackProps {
  readonly settings: Settings;
}

/** The firewall in front of CloudFront; web ACLs of that scope exist only in us-east-1. */
export class EdgeStack extends Stack {
  readonly webAclArn: string;

  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, props);
    const name = productName(props.settings.stage);
    const acl = new CfnWebACL(this, "Firewall", {
      name,
      scope: "CLOUDFRONT",
      defaultAction: { allow: {} },
      visibilityConfig: visibility(name),
      rules: [
        rateRule(0),
        managedRule(1, "AWSManagedRulesAmazonIpReputationList"),
        managedRule(2, "AWSManagedRulesKnownBadInputsRuleSet"),
        managedRule(3, "AWSManagedRulesCommonRuleSet", countedRules),
      ],
    });
    this.webAclArn = acl.attrArn;
    this.logBlocked(acl, name);
  }

  private logBlocked(acl: CfnWebACL, name: string): void {
    const logs = new LogGroup(this, "Logs", {
      logGroupName: `aws-waf-logs-${name}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new CfnLoggingConfiguration(this, "Logging", {
      resourceArn: acl.attrArn,
      logDestinationConfigs: [
        this.formatArn({ service: "logs", resource: `log-group:${logs.logGroupName}` }),
      ],
      redactedFields: [{ singleHeader: { Name: "authorization" } }, { uriPath: {} }, { queryString: {} }],
      loggingFilter: {
        DefaultBehavior: "DROP",
        Filters: [
          {
            Behavior: "KEEP",
            Requirement: "MEETS_ANY",
            Conditions: [{ ActionCondition: { Action: "BLOCK" } }, { ActionCondition: { Action: "COUNT" } }],
          },
        ],
      },
    }).node.addDependency(logs);
  }
}

function rateRule(priority: number): CfnWebACL.RuleProperty {
  return {
    name: "requests-of-one-address",
    priority,
    action: { block: { customResponse: { responseCode: 429 } } },
    statement: { rateBasedStatement: { limit: requestsPerFiveMinutes, aggregateKeyType: "IP" } },
    visibilityConfig: visibility("requests-of-one-address"),
  };
}

function managedRule(
  priority: number,
  name: string,
  counted: readonly string[] = [],
): CfnWebACL.RuleProperty {
  return {
    name,
    priority,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name,
        ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: visibility(name),
  };
}

function visibility(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false };
}
