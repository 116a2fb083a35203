import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { Logger } from "../ports/logger.ts";

/** Hands the `detail` of each message on; a message that fails comes back alone. */
export async function eachDetail<Detail>(
  event: SQSEvent,
  logger: Logger,
  handle: (detail: Detail) => Promise<void>,
): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of event.Records) {
    try {
      await handle((JSON.parse(body) as { readonly detail: Detail }).detail);
    } catch (error) {
      logger.error("a message failed", error, { messageId });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}
