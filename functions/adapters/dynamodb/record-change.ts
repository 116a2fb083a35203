import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import type { Causation, ObjectModel } from "#engine";
import type { RecordChange, RecordImage } from "../../ports/record-change.ts";
import { decodeRecord } from "./codec.ts";
import { readRecordKey, type ItemKey } from "./keys.ts";

type Image = Readonly<Record<string, AttributeValue>>;

/** A change of a record's item from the table's stream; null for every other item. */
export function recordChange(entry: DynamoDBRecord): RecordChange | null {
  const { Keys, OldImage, NewImage, SequenceNumber = "" } = entry.dynamodb ?? {};
  const key = readRecordKey(unmarshall((Keys ?? {}) as Image) as ItemKey);
  if (!key) return null;
  const { workspace, objectId, id } = key;
  return {
    workspace,
    target: { objectId, id },
    sequence: SequenceNumber,
    before: OldImage ? reader(OldImage as Image) : null,
    after: NewImage ? reader(NewImage as Image) : null,
  };
}

function reader(image: Image): (object: ObjectModel) => RecordImage {
  return (object) => {
    const item = unmarshall(image);
    return { record: decodeRecord(object, item), causation: item["_m"] as Causation };
  };
}
