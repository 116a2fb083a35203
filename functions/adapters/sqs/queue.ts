import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Queue } from "../../ports/queue.ts";

/** Messages of one SendMessageBatch (AWS limit). */
const MOST_MESSAGES = 10;

/** The queue behind an URL. */
export function createQueue(url: string): Queue {
  const client = new SQSClient({});
  return {
    async send(messages) {
      for (let from = 0; from < messages.length; from += MOST_MESSAGES) {
        const Entries = messages
          .slice(from, from + MOST_MESSAGES)
          .map((one, at) => ({ Id: String(at), MessageBody: JSON.stringify(one) }));
        const answer = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
        if (answer.Failed?.length)
          throw new Error(`the queue refused ${String(answer.Failed.length)} messages`);
      }
    },
  };
}
