import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import type { TableChange } from "../../ports/table-change.ts";

/** A record of the table's stream as plain values. */
export function tableChange(record: DynamoDBRecord): TableChange {
  const { NewImage, OldImage, SequenceNumber = "" } = record.dynamodb ?? {};
  return {
    eventId: record.eventID ?? SequenceNumber,
    sequence: SequenceNumber,
    kind: record.eventName ?? "MODIFY",
    expired:
      (record.userIdentity as { principalId?: string } | undefined)?.principalId === "dynamodb.amazonaws.com",
    before: OldImage ? unmarshall(OldImage as Record<string, AttributeValue>) : null,
    after: NewImage ? unmarshall(NewImage as Record<string, AttributeValue>) : null,
  };
}
