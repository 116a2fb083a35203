import type { DynamoDBStreamHandler } from "aws-lambda";
import { composeRelay } from "../compose/automation.ts";
import { relayStream } from "../operations/relay/relay-stream.ts";

const ports = composeRelay();

/** Puts changes of the table on the event bus. */
export const handler: DynamoDBStreamHandler = async (event) => {
  const failed = await relayStream(ports, event.Records.map(ports.tableChange));
  return { batchItemFailures: failed.slice(0, 1).map((itemIdentifier) => ({ itemIdentifier })) };
};
