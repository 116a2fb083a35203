import type { PipelineModel, StoredRecord, TransitionModel } from "../contract/model.ts";
import type { LocalizedText, Problem } from "../contract/problem.ts";
import { addDuration, parseDuration } from "../shared/calendar.ts";
import { closedBecause, leaving } from "./move.ts";
import { pipelineOf, stageOf } from "./pipeline-of.ts";
import { stageLabel } from "./check-stage.ts";
import type { WriteRequest } from "./write-request.ts";

/** A transition that leaves the record's stage, as its caller may use it now. */
export interface OfferedMove {
  readonly name: string;
  readonly label: LocalizedText;
  readonly to: string;
  readonly toLabel: LocalizedText;
  /** Whether the gates before it are open. */
  readonly open: boolean;
  /** Why it is closed; empty when open. */
  readonly reasons: readonly Problem[];
  /** API names of fields that must have a value afterwards: its own, the stage's and the reason for a loss. */
  readonly requiredFields: readonly string[];
  readonly checklist: NonNullable<TransitionModel["definition"]["checklist"]>;
  /** Length of time after which it happens by itself, ISO 8601; null: never. */
  readonly automaticAfter: string | null;
}

/** Where a record stands in its pipeline, and where it may go. */
export interface StagePosition {
  /** API name. */
  readonly pipeline: string;
  readonly strict: boolean;
  /** Option of the stage field; null: no stage. */
  readonly stage: string | null;
  readonly moves: readonly OfferedMove[];
  /** Stages it may be put into without a transition. */
  readonly free: readonly string[];
}

type Asking = Pick<WriteRequest, "object" | "access" | "roles" | "causation" | "now" | "reached">;

/** The record's place and the moves from there; null when its object has no pipeline. Closed moves come with reasons. */
export function offeredMoves(request: Asking, current: StoredRecord): StagePosition | null {
  const pipeline = pipelineOf(request.object, current.values);
  if (!pipeline) return null;
  const stage = stageOf(pipeline, current.values);
  const transitions = leaving(pipeline, stage);
  const strict = pipeline.definition.strict === true;
  const taken = new Set(transitions.map((one) => one.definition.to));
  return {
    pipeline: pipeline.definition.apiName,
    strict,
    stage,
    moves: transitions.map((one) => offered(request, { pipeline, current }, one)),
    free: strict
      ? []
      : pipeline.definition.stages.map((one) => one.option).filter((one) => one !== stage && !taken.has(one)),
  };
}

/** When transitions take place by themselves, if nothing changes: the instant of each, earliest first. */
export function automaticMoves(
  pipeline: PipelineModel,
  record: StoredRecord,
): readonly { readonly transition: TransitionModel; readonly at: string }[] {
  const { stageEnteredAt } = record;
  if (stageEnteredAt === undefined) return [];
  return leaving(pipeline, stageOf(pipeline, record.values))
    .flatMap((transition) => {
      const duration = parseDuration(transition.definition.automaticAfter ?? "");
      const at = duration && addDuration(stageEnteredAt, duration, "UTC");
      return at ? [{ transition, at }] : [];
    })
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

function offered(
  request: Asking,
  { pipeline, current }: { readonly pipeline: PipelineModel; readonly current: StoredRecord },
  transition: TransitionModel,
): OfferedMove {
  const { apiName, label, to, requiredFields = [], checklist = [], automaticAfter } = transition.definition;
  const reasons = closedBecause(request, transition, { current, values: current.values });
  const stage = pipeline.stages.get(to);
  const { lossReasonField } = pipeline.definition;
  const reason = stage?.category === "lost" && lossReasonField !== undefined ? [lossReasonField] : [];
  const needed = new Set([...requiredFields, ...(stage?.requiredFields ?? []), ...reason]);
  const visible = (name: string) => request.access === null || request.access.field(name) !== "none";
  return {
    name: apiName,
    label,
    to,
    toLabel: stageLabel(pipeline, to),
    open: reasons.length === 0,
    reasons,
    requiredFields: [...needed].filter(visible),
    checklist,
    automaticAfter: automaticAfter ?? null,
  };
}
