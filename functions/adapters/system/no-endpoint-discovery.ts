/**
 * Stands in for `@aws-sdk/middleware-endpoint-discovery` in every bundle: DynamoDB's client offers endpoint discovery,
 * but no command of ours uses it and it is off unless an environment variable turns it on (about 9 kB).
 */
export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => false,
  configFileSelector: () => false,
  default: false,
};

/** The client's configuration as it is. */
export function resolveEndpointDiscoveryConfig<Input>(input: Input): Input {
  return input;
}
