import { SendRawEmailCommand, SESClient } from "@aws-sdk/client-ses";
import type { MailOutcome, Mailer } from "../../ports/mailer.ts";

/** Mail through SES: one attempt per call, because a repeated call may be a second mail. */
export function createMailer(configurationSet: string): Mailer {
  const client = new SESClient({ maxAttempts: 1 });
  return {
    async send({ from, to, raw, tags }) {
      const command = new SendRawEmailCommand({
        Source: from,
        Destinations: [to],
        RawMessage: { Data: raw },
        ConfigurationSetName: configurationSet,
        Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
      });
      try {
        const { MessageId = "" } = await client.send(command);
        return { kind: "accepted", messageId: MessageId };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

const later = new Set([
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "LimitExceededException",
  "AccountSendingPausedException",
  "ConfigurationSetSendingPausedException",
  "CredentialsProviderError",
  "ECONNREFUSED",
  "ENOTFOUND",
]);

/** automation.md §2.9-4: what an error says about whether the mail left. */
export function outcomeOf(error: unknown): MailOutcome {
  const {
    name = "",
    code = "",
    $metadata,
  } = error as {
    readonly name?: string;
    readonly code?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  const reason = code || name;
  if (later.has(name) || later.has(code)) return { kind: "later", reason };
  const status = $metadata?.httpStatusCode ?? 0;
  return status >= 400 && status < 500 ? { kind: "refused", reason } : { kind: "unclear", reason };
}
