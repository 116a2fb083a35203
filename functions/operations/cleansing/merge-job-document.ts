import { invalid, type ObjectModel, type Problem, type StoredRecord } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { Job } from "../../ports/job-store.ts";
import { undoable } from "../undo/start-undo.ts";

/** What the job of a merge is told. */
export interface MergeInput {
  readonly objectId: string;
  readonly id: string;
  readonly others: readonly string[];
  readonly choices: Readonly<Record<string, string>>;
  readonly command: string;
}

/** The merge among the jobs, by which it is found and undone; one that is done already is only told. */
export function mergeJob(
  { clock }: { readonly clock: Clock },
  given: {
    readonly merge: string;
    readonly object: ObjectModel;
    readonly target: StoredRecord;
    readonly request: {
      readonly others: readonly string[];
      readonly choices: MergeInput["choices"];
      readonly command: string;
    };
    readonly userId: string;
    readonly state: "queued" | "done";
    /** Records that were let refer to the one that stays. */
    readonly moved: number;
  },
): Job {
  const { merge, object, target, request, userId, state, moved } = given;
  const at = clock.now().toISOString();
  const { others, choices, command } = request;
  const input: MergeInput = { objectId: object.id, id: target.id, others, choices, command };
  const isDone = state === "done";
  return {
    id: merge,
    kind: "merge",
    state,
    progress: isDone ? 1 : 0,
    counts: { records: moved, ...(isDone ? { merged: others.length } : {}) },
    errors: [],
    input: { ...input },
    cursor: null,
    createdAt: at,
    createdBy: userId,
    updatedAt: at,
    revision: 1,
    undo: undoable(clock, merge),
  };
}

export function wrongOthers(most: number): Problem {
  return invalid("/others", "wrong_records", {
    "zh-CN": `请选择 1 到 ${most} 条不同的其他记录。`,
    en: `Choose 1 to ${most} different other records.`,
  });
}

export function fieldForbidden(field: string): Problem {
  return {
    kind: "forbidden",
    code: "field_forbidden",
    pointer: `/values/${field}`,
    message: { "zh-CN": "您不能更改此字段。", en: "You may not change this field." },
  };
}
