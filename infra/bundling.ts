/**
 * Modules that every bundle replaces, file by package path, relative to the repository: the parts of the SDK that no
 * function can reach. CDK's bundles, those of `npm run build` and the laptop's all take this list, so that tests on the
 * embedded engine run what the cloud runs.
 */
export const bundleAliases: Readonly<Record<string, string>> = {
  "@aws-sdk/credential-provider-node": "functions/adapters/system/lambda-credentials.ts",
  "@aws-sdk/middleware-endpoint-discovery": "functions/adapters/system/no-endpoint-discovery.ts",
  "@smithy/core/event-streams": "functions/adapters/system/no-event-streams.ts",
};
