import type { JsonObject } from "../contract/json.ts";
import type { Actor, MoveNote, RecordWrite, StoredRecord } from "../contract/model.ts";
import { failure, success, type Problem, type Result } from "../contract/problem.ts";
import { slotKeys } from "../query/index-keys.ts";
import { checkFiles } from "./check-files.ts";
import { checkRecord } from "./check-record.ts";
import { guardsOf, referring, uniqueChanges } from "./effects-of-write.ts";
import { applyMove } from "./move.ts";
import { pipelineOf, stageOf } from "./pipeline-of.ts";
import { isPerson } from "./people.ts";
import {
  at,
  forbidden,
  invalidReference,
  notFound,
  ownerForbidden,
  tooLarge,
  versionMismatch,
} from "./problems.ts";
import { changedFields } from "./changed-fields.ts";
import { computedFields, computeFields, startRollups } from "./compute.ts";
import { isStaleFor } from "./edited-version.ts";
import { applyDefaults, applyNumbers, readValues } from "./read-values.ts";
import { ancestorGuards, checkMaster, checkTree, ownerFromMaster } from "./relation-rules.ts";
import { isTooLarge } from "./record-size.ts";
import { valueOf, valuesLike, type Values } from "./values.ts";
import { sees } from "./write-access.ts";
import type { WriteRequest } from "./write-request.ts";

/**
 * Decides one write: access → values → defaults → computed → required → rules → references → size. All problems of a
 * stage are reported together; nothing is changed when there is one. An update that changes nothing is a success with
 * empty `changed` and the stored record.
 */
export function decideWrite(request: WriteRequest): Result<RecordWrite> {
  const refused = gate(request);
  if (refused) return failure(refused);
  const { current } = request;
  const next = valuesLike(current?.values);
  const { problems, note } = fill(request, next);
  const changed = changedFields(request.object, current?.values, next);
  const record = recordAfter(request, next);
  if (problems.length === 0 && current && isNoChange(current, record, changed))
    return success(unchanged(request, current));
  problems.push(...checkRecord(request, { record, changed, valid: problems.length === 0 }));
  problems.push(...checkReferences(request, record, changed), ...checkOwner(request, record));
  problems.push(...checkFiles(request, record), ...checkMaster(request, changed));
  problems.push(...checkTree(request, record, changed));
  if (problems.length === 0 && isTooLarge(record.values)) problems.push(tooLarge);
  return problems.length > 0
    ? failure(...gravestFirst(problems))
    : success(withNote(writeOf(request, record, changed), note));
}

/** Values, numbers, defaults, computations and the move, in this order; `next` is filled. */
function fill(request: WriteRequest, next: Values): { problems: Problem[]; note: MoveNote | null } {
  const problems = readValues(request, next);
  if (request.kind === "create") {
    applyNumbers(request, next, request.numbers);
    startRollups(request.object, next);
    problems.push(...applyDefaults(request, next));
  }
  compute(request, next);
  const moved = applyMove(request, next);
  problems.push(...moved.problems);
  if (moved.note) compute(request, next);
  return { problems, note: moved.note };
}

function compute(request: WriteRequest, next: Values): void {
  const { object, reached = null } = request;
  if (computedFields(object).length === 0) return;
  computeFields({ object, record: recordAfter(request, next), reached }, next);
}

function withNote(write: RecordWrite, note: MoveNote | null): RecordWrite {
  return note ? { ...write, causation: { ...write.causation, move: note } } : write;
}

function isNoChange(current: StoredRecord, record: StoredRecord, changed: readonly string[]): boolean {
  return changed.length === 0 && record.owner === current.owner;
}

function gate({ kind, access, current, expectedVersion }: WriteRequest): Problem | null {
  if (kind === "create") return access && !access.create ? forbidden : null;
  if (!current || !sees(access, current)) return notFound;
  if (access && !access.update) return forbidden;
  return isStaleFor(current, expectedVersion) ? versionMismatch(current.version) : null;
}

function recordAfter(request: WriteRequest, values: JsonObject): StoredRecord {
  const { object, current, causation, now } = request;
  const { actor } = causation;
  return {
    object: object.apiName,
    id: current?.id ?? request.id,
    version: (current?.version ?? 0) + 1,
    ...birth(current, now, actor),
    updatedAt: now,
    updatedBy: actor.id,
    owner:
      ownerFromMaster(request, values) ??
      request.owner ??
      current?.owner ??
      (isPerson(actor) ? actor.id : ""),
    ...stageEntry(request, values),
    values,
  };
}

/** Since when it is in its stage: from this write on when the stage is another than before. */
function stageEntry({ object, current, now }: WriteRequest, values: JsonObject) {
  const pipeline = pipelineOf(object, values);
  const stage = pipeline && stageOf(pipeline, values);
  if (!pipeline || stage === null) return {};
  if (stage !== (current && stageOf(pipeline, current.values))) return { stageEnteredAt: now };
  return current?.stageEnteredAt === undefined ? {} : { stageEnteredAt: current.stageEnteredAt };
}

function birth(current: StoredRecord | null, now: string, { id }: Actor) {
  return current
    ? { createdAt: current.createdAt, createdBy: current.createdBy }
    : { createdAt: now, createdBy: id };
}

function checkReferences(
  request: WriteRequest,
  record: StoredRecord,
  changed: readonly string[],
): readonly Problem[] {
  const problems: Problem[] = [];
  let visible: ReadonlySet<string> | undefined;
  for (const field of referring(request.object)) {
    const value = changed.includes(field.id) ? valueOf(field, record.values) : null;
    if (value === null) continue;
    visible ??= visibleRefs(request);
    for (const ref of field.type.references?.(value, field.settings) ?? [])
      if (!visible.has(`${ref.object}/${ref.id}`)) problems.push(invalidReference(at(field)));
  }
  return problems;
}

/** The one who acts exists, whoever asks. */
function visibleRefs({ related, causation }: WriteRequest): ReadonlySet<string> {
  const found = related.filter((one) => one.visible).map(({ ref }) => `${ref.object}/${ref.id}`);
  return new Set([...found, `user/${causation.actor.id}`]);
}

function checkOwner(request: WriteRequest, record: StoredRecord): readonly Problem[] {
  const { owner, current, access } = request;
  if (owner === undefined || owner === current?.owner) return [];
  if (!visibleRefs(request).has(`user/${owner}`)) return [invalidReference("/owner")];
  const allowed = access === null || (access.field("owner") === "write" && access.seesRecord(record));
  return allowed ? [] : [ownerForbidden];
}

function gravestFirst(problems: readonly Problem[]): readonly Problem[] {
  return [
    ...problems.filter((one) => one.kind === "forbidden"),
    ...problems.filter((one) => one.kind !== "forbidden"),
  ];
}

function writeOf(request: WriteRequest, record: StoredRecord, changed: readonly string[]): RecordWrite {
  const { kind, object, current, causation } = request;
  return {
    kind,
    object,
    record,
    before: current,
    expectedVersion: current?.version ?? null,
    slotKeys: slotKeys({ object, record }),
    ...uniqueChanges(object, { before: current, after: record }),
    guards: [...guardsOf(object, record, changed), ...ancestorGuards(request, changed)],
    changed,
    causation,
  };
}

function unchanged(request: WriteRequest, current: StoredRecord): RecordWrite {
  const { object, causation } = request;
  return {
    kind: "update",
    object,
    record: current,
    before: current,
    expectedVersion: current.version,
    slotKeys: slotKeys({ object, record: current }),
    claims: [],
    releases: [],
    guards: [],
    changed: [],
    causation,
  };
}
