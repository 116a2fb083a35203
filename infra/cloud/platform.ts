import { Stack, Tags } from "aws-cdk-lib";
import type { App } from "aws-cdk-lib";
import { constructId, productName } from "./naming.ts";
import type { Settings } from "./settings.ts";
import { BackendStack } from "./stacks/backend.ts";
import { DataStack } from "./stacks/data.ts";
import { EdgeStack } from "./stacks/edge.ts";
import { IdentityStack, signInReturn } from "./stacks/identity.ts";
import { ObservabilityStack } from "./stacks/observability.ts";
import { StudioStack } from "./stacks/studio.ts";

/** Web ACLs for CloudFront exist only there. */
const edgeRegion = "us-east-1";

/** The stacks of one deployment, by what they are for. */
export interface Platform {
  readonly data: DataStack;
  readonly identity: IdentityStack;
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
  const backend = new BackendStack(app, id("backend"), {
    ...here,
    table: data.table,
    tableKey: data.key,
    issuer: identity.issuer,
    audience: identity.studioClient.userPoolClientId,
  });
  const edge = new EdgeStack(app, id("edge"), props(edgeRegion));
  const studio = new StudioStack(app, id("studio"), {
    ...here,
    apiHost: backend.http.host,
    webAclArn: edge.webAclArn,
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
  return { data, identity, backend, edge, studio, observability };
}
