import { CfnOutput, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import type { StackProps } from "aws-cdk-lib";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import type { BehaviorOptions, DistributionProps } from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import type { BucketProps, IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { keyPrefix, protectedPrefix, publicRoutes } from "#infra/topology.ts";
import { SecurityHeaders } from "../constructs/security-headers.ts";
import { StudioFiles } from "../constructs/studio-files.ts";
import type { StudioConfig } from "../constructs/studio-files.ts";
import { physicalName } from "../naming.ts";
import type { Settings } from "../settings.ts";

/** Days of access logs of bucket and distribution. */
const accessLogDays = 90;

export interface StudioStackProps extends StackProps {
  readonly settings: Settings;
  /** Host of the HTTP API. */
  readonly apiHost: string;
  readonly webAclArn: string;
  readonly config: StudioConfig;
  /** Where uploaded files go to and come from. */
  readonly fileOrigins: { readonly upload: string; readonly download: string };
  /** Origin of the issuer's discovery document. */
  readonly discoveryOrigin: string;
  /** Folder of the built studio; without it bucket and distribution are made and stay empty. */
  readonly folder: string | undefined;
}

/** The studio's files and the one address people see: CloudFront in front of the files and of the API. */
export class StudioStack extends Stack {
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, props: StudioStackProps) {
    super(scope, id, props);
    const { config, folder } = props;
    const logs = privateBucket(this, "AccessLogs", {
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [{ expiration: Duration.days(accessLogDays) }],
    });
    const files = privateBucket(this, "Files", {
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: "files/",
      versioned: true,
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }],
    });
    this.distribution = this.createDistribution(props, files, logs);
    if (folder !== undefined) {
      new StudioFiles(this, "Content", { bucket: files, distribution: this.distribution, folder, config });
    }
    new CfnOutput(this, "Address", { value: `https://${this.distribution.distributionDomainName}` });
    new CfnOutput(this, "FilesBucket", { value: files.bucketName });
  }

  private createDistribution(props: StudioStackProps, files: IBucket, logBucket: IBucket): Distribution {
    const { stage } = props.settings;
    const headers = new SecurityHeaders(this, "Headers", {
      stage,
      connectOrigins: [props.config.signInOrigin, props.discoveryOrigin, props.fileOrigins.upload],
      imageOrigins: [props.fileOrigins.download],
    });
    const api: BehaviorOptions = {
      origin: new HttpOrigin(props.apiHost, { protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      responseHeadersPolicy: headers.api,
    };
    const functionAssociations = [
      { function: this.createKeyAddressFunction(stage), eventType: FunctionEventType.VIEWER_REQUEST },
    ];
    return new Distribution(this, "Distribution", {
      comment: physicalName(stage, "studio"),
      defaultRootObject: "index.html",
      httpVersion: HttpVersion.HTTP2_AND_3,
      webAclId: props.webAclArn,
      enableLogging: true,
      logBucket,
      logFilePrefix: "distribution/",
      ...ownDomain(this, props.settings),
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(files),
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: headers.studio,
        functionAssociations: [
          { function: this.createEntryPageFunction(stage), eventType: FunctionEventType.VIEWER_REQUEST },
        ],
      },
      additionalBehaviors: Object.fromEntries(
        apiPaths().map((path) => [
          path,
          path === `${protectedPrefix}/*` ? { ...api, functionAssociations } : api,
        ]),
      ),
    });
  }

  private createKeyAddressFunction(stage: string): EdgeFunction {
    return new EdgeFunction(this, "KeyAddress", {
      functionName: physicalName(stage, "key-address"),
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(keyAddressCode),
    });
  }

  /** Every address of the studio that is not a file is answered with the entry page; the router in the page knows the rest. */
  private createEntryPageFunction(stage: string): EdgeFunction {
    return new EdgeFunction(this, "EntryPage", {
      functionName: physicalName(stage, "entry-page"),
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(entryPageCode),
    });
  }
}

/** Runs at CloudFront for each request of the API: one with an API key goes to the address without authorizer. */
export const keyAddressCode = `function handler(event) {
  var request = event.request;
  var header = request.headers.authorization;
  if (header && /^Bearer +tsk_/i.test(header.value)) request.uri = "${keyPrefix}" + request.uri;
  return request;
}`;

/** Runs at CloudFront for each request of the studio; exported so that a test can run it. */
export const entryPageCode = `function handler(event) {
  var request = event.request;
  var last = request.uri.substring(request.uri.lastIndexOf("/") + 1);
  if (last.indexOf(".") === -1) request.uri = "/index.html";
  return request;
}`;

/** Path patterns that CloudFront sends to the API: `/api/*`, and each public route with `*` for its parameter. */
export function apiPaths(): string[] {
  return [`${protectedPrefix}/*`, ...publicRoutes.map(({ path }) => path.replace(/\{[^}]+\}/g, "*"))];
}

function ownDomain(scope: Construct, { domainName, certificateArn }: Settings): Partial<DistributionProps> {
  if (domainName === undefined || certificateArn === undefined) return {};
  return {
    domainNames: [domainName],
    certificate: Certificate.fromCertificateArn(scope, "Certificate", certificateArn),
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
  };
}

/** The class declares `policy` wider than the interface under `exactOptionalPropertyTypes`, hence the assertion. */
function privateBucket(scope: Construct, id: string, props: BucketProps): IBucket {
  return new Bucket(scope, id, {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.RETAIN,
    ...props,
  }) as IBucket;
}
