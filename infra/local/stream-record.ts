import type { AttributeValue as StreamValue, _Record } from "@aws-sdk/client-dynamodb-streams";
import type { AttributeValue, DynamoDBRecord } from "aws-lambda";

/** A record of the stream as Lambda hands it to a handler: instants as seconds, bytes as base64. */
export function lambdaRecord(record: _Record, streamArn: string): DynamoDBRecord {
  const change = record.dynamodb ?? {};
  return {
    eventID: record.eventID ?? "",
    eventName: record.eventName ?? "MODIFY",
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: "local",
    eventSourceARN: streamArn,
    dynamodb: {
      ApproximateCreationDateTime: (change.ApproximateCreationDateTime?.getTime() ?? 0) / 1000,
      Keys: image(change.Keys) ?? {},
      ...some("NewImage", image(change.NewImage)),
      ...some("OldImage", image(change.OldImage)),
      SequenceNumber: change.SequenceNumber ?? "",
      SizeBytes: change.SizeBytes ?? 0,
      StreamViewType: "NEW_AND_OLD_IMAGES",
    },
    ...some("userIdentity", record.userIdentity),
  } as DynamoDBRecord;
}

/** Item type of a record, from the image that is there; undefined for items without one. */
export function itemTypes(record: _Record): string[] {
  const images = [record.dynamodb?.NewImage, record.dynamodb?.OldImage];
  return images.flatMap((one) => one?.["ty"]?.S ?? []);
}

function image(values: Record<string, StreamValue> | undefined): Record<string, AttributeValue> | undefined {
  if (!values) return undefined;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(value)]));
}

function plain(value: StreamValue): AttributeValue {
  if (value.B !== undefined) return { B: base64(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(base64) };
  if (value.L !== undefined) return { L: value.L.map(plain) };
  if (value.M !== undefined) return { M: image(value.M) ?? {} };
  return value as AttributeValue;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

function some<T>(name: string, value: T | undefined): Record<string, T> {
  return value === undefined ? {} : { [name]: value };
}
