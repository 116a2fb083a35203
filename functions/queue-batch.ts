import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { Logger } from "./ports/logger.ts";

/**
 * Hands the `detail` of each message on. One that fails, or is to come `later`, comes back alone after the queue's
 * visibility time; after the queue's last receive it goes to the dead letters.
 */
export async function eachDetail<Detail>(
  event: SQSEvent,
  logger: Logger,
  handle: (detail: Detail) => Promise<"later" | void>,
): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of event.Records) {
    try {
      const outcome = await handle((JSON.parse(body) as { readonly detail: Detail }).detail);
      if (outcome === "later") batchItemFailures.push({ itemIdentifier: messageId });
    } catch (error) {
      logger.error("a message failed", error, { messageId });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}
