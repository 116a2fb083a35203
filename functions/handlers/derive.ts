import type { DynamoDBStreamHandler } from "aws-lambda";
import { composeDerive } from "../compose/derive.ts";
import { deriveStream } from "../operations/derive/derive-stream.ts";

const ports = composeDerive();

/** Keeps history, search postings and counters up to the records. */
export const handler: DynamoDBStreamHandler = async (event) => {
  const changes = event.Records.flatMap((one) => ports.readChange(one) ?? []);
  const failed = await deriveStream(ports, changes);
  return { batchItemFailures: failed === null ? [] : [{ itemIdentifier: failed }] };
};
