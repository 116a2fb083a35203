import { Stack, Tags } from "aws-cdk-lib";
import type { App } from "aws-cdk-lib";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { constructId, productName } from "./naming.ts";
import type { Settings } from "./settings.ts";
import { BackendStack } from "./stacks/backend.ts";
import { DataStack } from "./stacks/data.ts";
import { EdgeStack } from "./stacks/edge.ts";
import { FilesStack } from "./stacks/files.ts";
import { IdentityStack, signInReturn } from "./stacks/identity.ts";
import { ObservabilityStack } from "./stacks/observability.ts";
import { StudioStack } from "./stacks/studio.ts";

/** Web ACLs for CloudFront exist only there. */
const edgeRegion = "us-east-1";

/** The stacks of one deployment, by what they are for. */
export interface Platform {
  readonly data: DataStack;
  readonly identity: IdentityStack;
  readonly files: FilesStack;
  readonly backend: BackendStack;
  readonly edge: EdgeStack;
  readonly studio: StudioStack;
  readonly observability: ObservabilityStack;
}

/**
 * Adds every stack to the app.
 * @param studioFolder built studio to publish; without it the studio's bucket stays empty
 */
export function addPlatform(app: App, settings: Settings, studioFolder?: string): Platform {
  const props = (region: string) => ({
    settings,
    env: { region, ...(settings.account === undefined ? {} : { account: settings.account }) },
  });
  const here = props(settings.region);
  const id = (name: string) => constructId(`${productName(settings.stage)}-${name}`);
  const data = new DataStack(app, id("data"), here);
  const identity = new IdentityStack(app, id("identity"), here);
  const edge = new EdgeStack(app, id("edge"), props(edgeRegion));
  const files = new FilesStack(app, id("files"), { ...here, webAclArn: edge.webAclArn });
  const backend = new BackendStack(app, id("backend"), {
    ...here,
    table: data.table,
    tableKey: data.key,
    files: files.bucket as IBucket,
    filesOrigin: files.downloadOrigin,
    cipherKey: files.cipherKey,
    issuer: identity.issuer,
    audience: identity.studioClient.userPoolClientId,
  });
  const studio = new StudioStack(app, id("studio"), {
    ...here,
    apiHost: backend.http.host,
    webAclArn: edge.webAclArn,
    fileOrigins: { upload: files.uploadOrigin, download: files.downloadOrigin },
    discoveryOrigin: `https://cognito-idp.${settings.region}.${Stack.of(identity).urlSuffix}`,
    config: {
      issuer: identity.issuer,
      clientId: identity.studioClient.userPoolClientId,
      signInReturn,
      signInOrigin: identity.signInOrigin,
    },
    folder: studioFolder,
  });
  const observability = new ObservabilityStack(app, id("observability"), {
    ...here,
    watched: {
      functions: [...backend.functions.values()],
      queues: [...backend.queues.values()],
      failures: backend.failures,
      api: backend.http.api,
      table: data.table,
    },
  });
  Tags.of(app).add("application", productName(settings.stage));
  return { data, identity, files, backend, edge, studio, observability };
}
