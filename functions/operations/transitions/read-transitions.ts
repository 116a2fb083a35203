import {
  type ObjectAccess,
  type ObjectModel,
  type StoredRecord,
  offeredMoves,
  objectAccess,
  presentRecord,
  success,
  type Result,
  type StagePosition,
} from "#engine";
import type { Caller } from "../access/caller.ts";
import { personalCausation } from "../records/command.ts";
import { loadVisible } from "../records/get-record.ts";
import { loadReached } from "../records/load-reached.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RecordStore } from "../../ports/record-store.ts";

/** Where a record stands and where this caller may move it. */
export type TransitionsAnswer =
  | (StagePosition & {
      readonly version: number;
      readonly stageEnteredAt?: string;
      readonly agingFrom?: string;
    })
  | {
      readonly pipeline: null;
      readonly version: number;
      readonly moves: readonly [];
      readonly free: readonly [];
    };

/** What the caller may do with a record in its pipeline now; a closed transition says why. */
export async function readTransitions(
  ports: { readonly recordStore: RecordStore; readonly clock: Clock },
  caller: Caller,
  request: { readonly object: string; readonly id: string; readonly command: string },
): Promise<Result<TransitionsAnswer>> {
  const loaded = await loadVisible(ports, caller, request);
  if (!loaded.ok) return loaded;
  const { object, record } = loaded.value;
  const { version } = record;
  const access = objectAccess(caller.access, object.apiName);
  const stage = stageAccess(object, access);
  const causation = personalCausation(caller, request.command);
  const now = ports.clock.now().toISOString();
  const { roles } = caller.user;
  const { model, workspace } = caller;
  const about = { model, object, values: record.values };
  const reached = stage === "none" ? {} : await loadReached(ports.recordStore, workspace, about);
  const asking = { object, access, roles, causation, now, reached };
  const position = stage === "none" ? null : offeredMoves(asking, record);
  if (!position) return success({ pipeline: null, version, moves: [], free: [] });
  const mayMove = access.update && stage === "write";
  return success({
    ...(mayMove ? position : { ...position, moves: [], free: [] }),
    version,
    ...stageTimes(object, record, access),
  });
}

/** What the caller may do with the field of the stage; none where there is no pipeline. */
function stageAccess({ pipeline }: ObjectModel, access: ObjectAccess) {
  return pipeline ? access.field(pipeline.stageField.apiName) : "none";
}

function stageTimes(object: ObjectModel, record: StoredRecord, access: ObjectAccess) {
  const { stageEnteredAt, agingFrom } = presentRecord(object, record, access);
  return {
    ...(stageEnteredAt === undefined ? {} : { stageEnteredAt }),
    ...(agingFrom === undefined ? {} : { agingFrom }),
  };
}
