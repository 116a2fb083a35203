import type { Json, JsonObject } from "../contract/json.ts";
import type { ExpressionVariables, FieldModel, StoredRecord } from "../contract/model.ts";
import { valueOf, valuesLike } from "./values.ts";
import type { WriteRequest } from "./write-request.ts";

/** What expressions about a write see: these fields of the record as it would be, and as it was. */
export function recordVariables(
  { current, now, causation, reached }: WriteRequest,
  record: StoredRecord,
  fields: readonly FieldModel[],
): ExpressionVariables {
  return {
    record: snapshot(fields, record),
    before: current ? snapshot(fields, current) : valuesLike(),
    now,
    actor: causation.actor.id,
    ...(reached ? { related: reached } : {}),
  };
}

function snapshot(fields: readonly FieldModel[], record: StoredRecord): JsonObject {
  const values = valuesLike();
  for (const field of fields) values[field.apiName] = valueOf(field, record.values) as Json;
  values["id"] = record.id;
  values["owner"] = record.owner;
  values["createdAt"] = record.createdAt;
  values["createdBy"] = record.createdBy;
  values["updatedAt"] = record.updatedAt;
  values["updatedBy"] = record.updatedBy;
  values["stageEnteredAt"] = record.stageEnteredAt ?? null;
  return values;
}
