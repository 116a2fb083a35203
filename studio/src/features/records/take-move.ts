import type { JsonObject } from "#engine";
import type { RecordAnswer } from "../../api/answers.ts";
import { updateRecord } from "../../api/records.ts";
import { takeTransition } from "../../api/transitions.ts";
import type { Move } from "./way-to-stage.ts";

/** Carries out a move of a record from the version seen, by its transition or as a plain change of the stage field. */
export function takeMove(
  record: Pick<RecordAnswer, "object" | "id" | "version">,
  move: Pick<Move, "transition" | "to">,
  given: {
    readonly stageField: string;
    readonly values?: JsonObject;
    readonly checklist?: Readonly<Record<string, boolean>>;
    readonly comment?: string;
  },
): Promise<RecordAnswer> {
  const { object, id, version } = record;
  const { stageField, values = {}, checklist = {}, comment = "" } = given;
  if (move.transition === null)
    return updateRecord({ object, id, version }, { values: { ...values, [stageField]: move.to } });
  const said = comment.trim() === "" ? {} : { comment };
  return takeTransition({ object, id, version }, move.transition, { values, checklist, ...said });
}
