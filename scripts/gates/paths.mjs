import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root, wherever the command was called from. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A path inside the repository. */
export const inRoot = (...parts) => join(root, ...parts);

/** The executable of an installed package. */
export const bin = (...parts) => inRoot("node_modules", ...parts);

/** What every child process sees: one zone, credentials of no account, no calls home. */
export const quietEnvironment = {
  TZ: "UTC",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_REGION: "eu-central-1",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  CDK_DISABLE_CLI_TELEMETRY: "true",
  JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: "1",
};
