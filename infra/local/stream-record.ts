import type { DynamoDBRecord } from "aws-lambda";
import type { StreamRecord } from "./stream-pages.ts";

/** A record of the stream as Lambda hands it to a handler. */
export function lambdaRecord(record: StreamRecord, streamArn: string): DynamoDBRecord {
  return {
    ...record,
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: "local",
    eventSourceARN: streamArn,
  };
}

/** Item type of a record, from the image that is there; undefined for items without one. */
export function itemTypes(record: StreamRecord): string[] {
  const images = [record.dynamodb?.NewImage, record.dynamodb?.OldImage];
  return images.flatMap((one) => one?.["ty"]?.S ?? []);
}
