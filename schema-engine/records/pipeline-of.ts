import type { JsonObject } from "../contract/json.ts";
import type { ObjectModel, PipelineModel, StoredRecord } from "../contract/model.ts";
import { addDuration, parseDuration } from "../shared/calendar.ts";
import { recordTypeOf } from "./record-types.ts";
import { valueOf } from "./values.ts";

/**
 * The pipeline a record goes through: that of its record type, else the object's first; null when the object has none.
 * `values` are by field id, as stored.
 */
export function pipelineOf(object: ObjectModel, values: JsonObject): PipelineModel | null {
  if (object.pipelines.length < 2) return object.pipeline;
  const named = recordTypeOf(object, values)?.pipeline;
  return object.pipelines.find((one) => one.definition.apiName === named) ?? object.pipeline;
}

/** The option of the stage a record is in; null: none. */
export function stageOf(pipeline: PipelineModel, values: JsonObject): string | null {
  const value = valueOf(pipeline.stageField, values);
  return typeof value === "string" ? value : null;
}

/** The instant from which a record is ageing in its stage, RFC 3339 UTC; null: never, or since when is not known. */
export function agingFrom(object: ObjectModel, record: StoredRecord): string | null {
  const pipeline = pipelineOf(object, record.values);
  const days = pipeline?.stages.get(stageOf(pipeline, record.values) ?? "")?.agingDays;
  if (days === undefined || record.stageEnteredAt === undefined) return null;
  const duration = parseDuration(`P${days}D`);
  return duration && addDuration(record.stageEnteredAt, duration, "UTC");
}
