import { fromEnv } from "@aws-sdk/credential-provider-env";

/**
 * Stands in for `@aws-sdk/credential-provider-node` in every bundle: Lambda and the local runner both hand credentials
 * over by environment, so the SSO, INI, process and instance providers are left out (about 130 kB).
 */
export const defaultProvider = () => fromEnv();
