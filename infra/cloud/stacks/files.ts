import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import type { StackProps } from "aws-cdk-lib";
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { Alias, Key } from "aws-cdk-lib/aws-kms";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { physicalName } from "../naming.ts";
import type { Settings } from "../settings.ts";

/** Days of access logs of bucket and distribution. */
const accessLogDays = 90;

export interface FilesStackProps extends StackProps {
  readonly settings: Settings;
  readonly webAclArn: string;
}

/**
 * Uploaded files and the key of encrypted fields. Uploads go to the bucket by addresses the API signed; downloads come
 * through a distribution of its own, so that whatever a file holds, it is another origin than the studio and is told to
 * be inert. Both outlive the stack.
 */
export class FilesStack extends Stack {
  readonly bucket: Bucket;
  /** Wraps the data keys of encrypted fields. */
  readonly cipherKey: Key;
  readonly downloads: Distribution;
  /** Where browsers send files to. */
  readonly uploadOrigin: string;
  /** Where files come from. */
  readonly downloadOrigin: string;

  constructor(scope: Construct, id: string, props: FilesStackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    const { stage } = props.settings;
    const logs = new Bucket(this, "AccessLogs", {
      ...inaccessible,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [{ expiration: Duration.days(accessLogDays) }],
    }) as IBucket;
    this.bucket = new Bucket(this, "Files", {
      ...inaccessible,
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: "files/",
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      cors: [
        {
          allowedMethods: [HttpMethods.PUT],
          // Without an address of its own the studio is known by CloudFront's only after the deploy.
          allowedOrigins: [props.settings.publicOrigin ?? "https://*.cloudfront.net"],
          allowedHeaders: ["content-type", "if-none-match"],
          maxAge: 600,
        },
      ],
    });
    this.cipherKey = new Key(this, "CipherKey", {
      description: "Tessera: data keys of encrypted fields",
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    new Alias(this, "CipherAlias", {
      aliasName: `alias/${physicalName(stage, "cipher")}`,
      targetKey: this.cipherKey,
    });
    this.downloads = this.createDownloads(props, logs);
    this.uploadOrigin = `https://${this.bucket.bucketRegionalDomainName}`;
    this.downloadOrigin = `https://${this.downloads.distributionDomainName}`;
  }

  /** Passes signed addresses on to the bucket, whose own name is under the signature; keeps nothing. */
  private createDownloads({ settings, webAclArn }: FilesStackProps, logBucket: IBucket): Distribution {
    return new Distribution(this, "Downloads", {
      comment: physicalName(settings.stage, "downloads"),
      httpVersion: HttpVersion.HTTP2_AND_3,
      webAclId: webAclArn,
      enableLogging: true,
      logBucket,
      logFilePrefix: "downloads/",
      defaultBehavior: {
        origin: new HttpOrigin(this.bucket.bucketRegionalDomainName, {
          protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        }),
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        responseHeadersPolicy: this.inertHeaders(settings.stage),
      },
    });
  }

  private inertHeaders(stage: string): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, "InertHeaders", {
      responseHeadersPolicyName: physicalName(stage, "downloads"),
      securityHeadersBehavior: {
        contentTypeOptions: { override: true },
        contentSecurityPolicy: { contentSecurityPolicy: "sandbox; default-src 'none'", override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(730),
          includeSubdomains: true,
          override: true,
        },
      },
    });
  }
}

const inaccessible = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  encryption: BucketEncryption.S3_MANAGED,
  enforceSSL: true,
  removalPolicy: RemovalPolicy.RETAIN,
};
