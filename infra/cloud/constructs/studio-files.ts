import { existsSync } from "node:fs";
import { join } from "node:path";
import { Duration } from "aws-cdk-lib";
import type { IDistribution } from "aws-cdk-lib/aws-cloudfront";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { BucketDeployment, CacheControl, Source } from "aws-cdk-lib/aws-s3-deployment";
import { Construct } from "constructs";

/** What the studio reads at start from `/config.json` to find its identity provider. */
export interface StudioConfig {
  /** OpenID Connect issuer; discovery lies below it. */
  readonly issuer: string;
  readonly clientId: string;
  /** Path the identity provider sends people back to. */
  readonly signInReturn: string;
  /** Address of the sign-in pages; its `/logout` ends the session there. */
  readonly signInOrigin: string;
}

export interface StudioFilesProps {
  readonly bucket: IBucket;
  readonly distribution: IDistribution;
  /** Folder with the built studio; it holds `index.html` and `assets/`. */
  readonly folder: string;
  readonly config: StudioConfig;
}

/** Puts the built studio into its bucket: hashed files first and for ever, then the entry page, which is asked for anew. */
export class StudioFiles extends Construct {
  constructor(scope: Construct, id: string, props: StudioFilesProps) {
    super(scope, id);
    const { bucket: destinationBucket, distribution, folder, config } = props;
    const hashed = new BucketDeployment(this, "Hashed", {
      destinationBucket,
      sources: [Source.asset(folder, { exclude: ["*", "!assets", "!assets/**"] })],
      cacheControl: [CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
      prune: false,
    });
    const entry = new BucketDeployment(this, "Entry", {
      destinationBucket,
      sources: [
        Source.asset(folder, { exclude: ["assets", "assets/**"] }),
        Source.jsonData("config.json", config),
      ],
      cacheControl: [CacheControl.noCache()],
      prune: false,
      distribution,
      distributionPaths: ["/index.html", "/config.json"],
    });
    entry.node.addDependency(hashed);
  }
}

/** Folder of the built studio, or nothing when it has not been built. */
export function builtStudio(): string | undefined {
  const folder = join(import.meta.dirname, "../../../studio/dist");
  return existsSync(join(folder, "index.html")) ? folder : undefined;
}
