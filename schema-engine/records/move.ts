import type { MoveNote, PipelineModel, StoredRecord, TransitionModel } from "../contract/model.ts";
import type { Problem } from "../contract/problem.ts";
import { lacks, isVisible, stageLabel } from "./check-stage.ts";
import {
  checklistIncomplete,
  conditionNotMet,
  leavesOtherStages,
  notForYourRoles,
  onlyForOwner,
  otherTarget,
  requiredInTransition,
  stageChangeRefused,
  unknownChecklistItem,
  unknownTransition,
} from "./move-problems.ts";
import { pipelineOf, stageOf } from "./pipeline-of.ts";
import { fieldForbidden } from "./problems.ts";
import { putValue } from "./read-values.ts";
import { byApiName, type Values } from "./values.ts";
import type { TransitionUse, WriteRequest } from "./write-request.ts";

/** What became of a change of stage. */
export interface MoveOutcome {
  readonly problems: readonly Problem[];
  /** The transition taken; null: none. */
  readonly note: MoveNote | null;
}

const nothing: MoveOutcome = { problems: [], note: null };

/**
 * Puts a record into its stage. A new one starts in the first stage of its pipeline unless one is given; so does one
 * that changes to a pipeline without its stage. A transition named is taken through its gates and sets what it sets. A
 * plain change of stage is refused when the pipeline is strict; where transitions lead from the one stage to the other
 * it is the first of them whose gates it passes; otherwise it is free. `next` is changed.
 */
export function applyMove(request: WriteRequest, next: Values): MoveOutcome {
  const { object, current, transition: use } = request;
  const pipeline = pipelineOf(object, next);
  if (!pipeline) return use ? refused(unknownTransition(use.name)) : nothing;
  if (!current) return started(request, pipeline, next);
  const move = { pipeline, current, next };
  return use ? named(request, move, use) : plain(request, move);
}

/** The gates before a transition: who may, and the condition on the record with these values. */
export function closedBecause(
  request: Pick<WriteRequest, "object" | "access" | "roles" | "causation" | "now" | "reached">,
  transition: TransitionModel,
  about: { readonly current: StoredRecord; readonly values: StoredRecord["values"] },
): readonly Problem[] {
  return [...whoMayNot(request, transition, about.current), ...unmet(request, transition, about)];
}

/** The transitions that leave a stage; null is a record without one. */
export function leaving(pipeline: PipelineModel, from: string | null): readonly TransitionModel[] {
  return pipeline.transitions.filter(
    ({ definition: { from: stages, to } }) =>
      to !== from && (stages === undefined || (from !== null && stages.includes(from))),
  );
}

interface Move {
  readonly pipeline: PipelineModel;
  readonly current: StoredRecord;
  readonly next: Values;
}

function started({ values }: WriteRequest, pipeline: PipelineModel, next: Values): MoveOutcome {
  const { stageField } = pipeline;
  if (stageOf(pipeline, next) === null && !Object.hasOwn(values, stageField.apiName))
    enterFirst(pipeline, next);
  return nothing;
}

function enterFirst({ definition, stageField }: PipelineModel, next: Values): void {
  const [first] = definition.stages;
  if (first) next[stageField.id] = stageField.type.storage.encode(first.option);
}

function named(request: WriteRequest, move: Move, use: TransitionUse): MoveOutcome {
  const { pipeline, current } = move;
  const transition = pipeline.transitions.find((one) => one.definition.apiName === use.name);
  if (!transition) return refused(unknownTransition(use.name));
  if (request.access && request.access.field(pipeline.stageField.apiName) !== "write")
    return refused(fieldForbidden(pipeline.stageField));
  const from = stageOf(pipeline, current.values);
  if (!leaving(pipeline, from).includes(transition))
    return refused(leavesOtherStages(transition, stageLabel(pipeline, from ?? "")));
  const sent = request.values[pipeline.stageField.apiName];
  if (sent !== undefined && sent !== transition.definition.to)
    return refused(otherTarget(pipeline, transition));
  const problems = gates(request, move, { transition, use });
  return problems.length > 0 ? refused(...problems) : taken(request, move, { transition, use });
}

function plain(request: WriteRequest, move: Move): MoveOutcome {
  const { pipeline, current, next } = move;
  if (pipelineOf(request.object, current.values) !== pipeline) return changedPipeline(request, move);
  const [from, to] = [stageOf(pipeline, current.values), stageOf(pipeline, next)];
  if (from === to) return nothing;
  if (pipeline.definition.strict === true) return refused(directly(move));
  const candidates = leaving(pipeline, from).filter((one) => one.definition.to === to);
  let because: readonly Problem[] | undefined;
  for (const transition of candidates) {
    const use = { name: transition.definition.apiName, checklist: {} };
    const problems = gates(request, move, { transition, use });
    if (problems.length === 0) return taken(request, move, { transition, use });
    because ??= problems;
  }
  return because ? refused(...because) : nothing;
}

/** The stages of one pipeline mean nothing in another: a record begins there anew unless a stage is given. */
function changedPipeline({ values }: WriteRequest, move: Move): MoveOutcome {
  const { pipeline, next } = move;
  const isGiven = Object.hasOwn(values, pipeline.stageField.apiName);
  if (!isGiven && !pipeline.stages.has(stageOf(pipeline, next) ?? "")) enterFirst(pipeline, next);
  const isFirst = stageOf(pipeline, next) === pipeline.definition.stages[0]?.option;
  return isGiven && pipeline.definition.strict === true && !isFirst ? refused(directly(move)) : nothing;
}

function directly({ pipeline, current, next }: Move): Problem {
  const from = stageOf(pipeline, current.values);
  const to = stageOf(pipeline, next);
  const labels = { from: stageLabel(pipeline, from ?? ""), to: stageLabel(pipeline, to ?? "") };
  return stageChangeRefused(pipeline, labels, leaving(pipeline, from));
}

interface Taking {
  readonly transition: TransitionModel;
  readonly use: TransitionUse;
}

/** Before and during: who, condition, required values, checklist. */
function gates(request: WriteRequest, move: Move, { transition, use }: Taking): readonly Problem[] {
  const { pipeline, current, next } = move;
  const { requiredFields = [], checklist = [], label } = transition.definition;
  const values: Values = { ...next };
  const stored = current.values[pipeline.stageField.id];
  if (stored === undefined) delete values[pipeline.stageField.id];
  else values[pipeline.stageField.id] = stored;
  const missing = requiredFields.flatMap((name) => {
    const field = request.object.byName.get(name);
    if (!field || !lacks(request, field, next)) return [];
    return [requiredInTransition(field, label, isVisible(request, field))];
  });
  const unconfirmed = checklist.filter(
    (one) => one.required !== false && confirmed(use, one.apiName) === false,
  );
  const unknown = Object.keys(use.checklist).filter((name) => !checklist.some((one) => one.apiName === name));
  return [
    ...closedBecause(request, transition, { current, values }),
    ...missing,
    ...unconfirmed.map(checklistIncomplete),
    ...unknown.map(unknownChecklistItem),
  ];
}

function confirmed({ checklist }: TransitionUse, name: string): boolean {
  return Object.hasOwn(checklist, name) && checklist[name] === true;
}

function whoMayNot(
  { access, roles = [], causation }: Pick<WriteRequest, "access" | "roles" | "causation">,
  transition: TransitionModel,
  current: StoredRecord,
): readonly Problem[] {
  const { roles: allowed, ownerOnly } = transition.definition;
  if (access === null) return [];
  if (allowed && !allowed.some((one) => roles.includes(one))) return [notForYourRoles(transition)];
  return ownerOnly === true && current.owner !== causation.actor.id ? [onlyForOwner(transition)] : [];
}

/** A condition that asks for an absent value does not hold. */
function unmet(
  { object, now, causation, reached = {} }: Pick<WriteRequest, "object" | "now" | "causation" | "reached">,
  transition: TransitionModel,
  { current, values }: { readonly current: StoredRecord; readonly values: StoredRecord["values"] },
): readonly Problem[] {
  if (!transition.condition) return [];
  const record = { ...systemOf(current), ...byApiName(object, values) };
  const before = { ...systemOf(current), ...byApiName(object, current.values) };
  const { id: actor } = causation.actor;
  const result = transition.condition.evaluate({ record, before, related: reached, now, actor });
  return result.ok && result.value === true ? [] : [conditionNotMet(transition)];
}

/** The record enters the stage, then what the transition sets is worked out in order. */
function taken(request: WriteRequest, move: Move, { transition, use }: Taking): MoveOutcome {
  const { pipeline, current, next } = move;
  const { object, now, causation, reached = {} } = request;
  const { apiName, label, to } = transition.definition;
  next[pipeline.stageField.id] = pipeline.stageField.type.storage.encode(to);
  const problems = transition.set.flatMap(({ field, expression }) => {
    const record = { ...systemOf(current), ...byApiName(object, next) };
    const result = expression.evaluate({ record, related: reached, now, actor: causation.actor.id });
    if (!result.ok) return result.problems[0]?.code === "no_value" ? [] : result.problems;
    return putValue(request, next, { field, value: result.value });
  });
  const checklist = (transition.definition.checklist ?? [])
    .map((one) => one.apiName)
    .filter((name) => confirmed(use, name));
  const said = use.comment === undefined || use.comment === "" ? {} : { comment: use.comment };
  const from = stageOf(pipeline, current.values);
  return { problems, note: { transition: apiName, label, from, to, checklist, ...said } };
}

function systemOf(record: StoredRecord) {
  const { id, owner, createdAt, createdBy, updatedAt, updatedBy, stageEnteredAt } = record;
  return { id, owner, createdAt, createdBy, updatedAt, updatedBy, stageEnteredAt: stageEnteredAt ?? null };
}

function refused(...problems: readonly Problem[]): MoveOutcome {
  return { problems, note: null };
}
