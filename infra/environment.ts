import type { QueueName } from "./topology.ts";

/** Environment variables every function receives; the names are the contract between `infra` and `functions/compose.ts`. */
export const environment = {
  tableName: "TABLE_NAME",
  busName: "EVENT_BUS_NAME",
  /** Absolute origin of public links (unsubscribe, click, open), no trailing slash; never taken from a request. */
  publicOrigin: "PUBLIC_ORIGIN",
  /** Sender address of outgoing mail. */
  mailFrom: "MAIL_FROM",
  /** SES configuration set whose events return through the default bus. */
  configurationSet: "SES_CONFIGURATION_SET",
  /** Secret from which cursor, token and link keys are derived; at least 32 bytes, base64url. */
  signingSecret: "SIGNING_SECRET",
  /** Issuer of the tokens the API accepts: an absolute URL without trailing slash, with OpenID discovery below it. */
  issuer: "OIDC_ISSUER",
  /** Client id that a token must be made for (`aud` of an id token, `client_id` of an access token). */
  audience: "OIDC_AUDIENCE",
  /** Bucket of uploaded files. */
  filesBucket: "FILES_BUCKET",
  /** Origin downloads come from, another one than the studio's; absent: the bucket's own. */
  filesOrigin: "FILES_ORIGIN",
  /** Id or ARN of the KMS key that keeps the data keys of encrypted fields. */
  cipherKey: "CIPHER_KEY_ID",
  /** URL of a queue: `QUEUE_URL_` + the queue's name in upper case with `_` for `-`. */
  queueUrlPrefix: "QUEUE_URL_",
} as const;

/** Name of the environment variable with a queue's URL, for example `QUEUE_URL_SEND_MAIL`. */
export function queueUrlVariable(queue: QueueName): string {
  return environment.queueUrlPrefix + queue.toUpperCase().replaceAll("-", "_");
}
