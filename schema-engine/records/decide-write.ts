import type { RecordRef } from "../contract/field-type.ts";
import type { JsonObject } from "../contract/json.ts";
import type { Causation, ObjectModel, RecordWrite, StoredRecord, WorkspaceModel } from "../contract/model.ts";
import { failure, success, type Problem, type Result } from "../contract/problem.ts";
import { slotKeys } from "../query/index-keys.ts";
import { checkRecord } from "./check-record.ts";
import { guardsOf, uniqueChanges } from "./effects-of-write.ts";
import {
  forbidden,
  invalidReference,
  notFound,
  ownerForbidden,
  tooLarge,
  versionMismatch,
} from "./problems.ts";
import { applyComputations, applyDefaults, applyNumbers, readValues } from "./read-values.ts";
import { isTooLarge } from "./record-size.ts";
import { sameJson, valuesLike } from "./values.ts";
import type { WriteAccess } from "./write-access.ts";

/** A write to be decided; everything it may look at is here. */
export interface WriteRequest {
  readonly model: WorkspaceModel;
  readonly object: ObjectModel;
  readonly kind: "create" | "update";
  /** Null: the platform itself, which may do anything. */
  readonly access: WriteAccess | null;
  /** The record as stored; null at creation. */
  readonly current: StoredRecord | null;
  /** Version the caller saw; null overwrites whatever is stored. */
  readonly expectedVersion: number | null;
  /** By API name; null clears. */
  readonly values: JsonObject;
  /** User id; absent: at creation the actor when it is a person, else unchanged. */
  readonly owner?: string;
  readonly causation: Causation;
  /** RFC 3339 UTC. */
  readonly now: string;
  /** Id of the record; at an update the stored one counts. */
  readonly id: string;
  /** Numbers drawn for `writeNeeds().sequences`, by field id. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Records of `writeNeeds().references` (and the owner) that were found. */
  readonly related: readonly { readonly ref: RecordRef; readonly visible: boolean }[];
}

/**
 * Decides one write: access → values → defaults → computed → required → rules → references → size. All problems of a
 * stage are reported together; nothing is changed when there is one. An update that changes nothing is a success with
 * empty `changed` and the stored record.
 */
export function decideWrite(request: WriteRequest): Result<RecordWrite> {
  const refused = gate(request);
  if (refused) return failure(refused);
  const { kind, current } = request;
  const next = valuesLike(current?.values);
  const problems = readValues(request, next);
  if (kind === "create") {
    applyNumbers(request, next, request.numbers);
    problems.push(...applyDefaults(request, next));
  }
  problems.push(...applyComputations(request, next));
  const changed = changedFields(request.object, current?.values, next);
  const record = recordAfter(request, next);
  if (problems.length === 0 && current && changed.length === 0 && record.owner === current.owner)
    return success(unchanged(request, current));
  problems.push(...checkRecord(request, { record, changed, valid: problems.length === 0 }));
  problems.push(...checkReferences(request, record, changed), ...checkOwner(request, record));
  if (problems.length === 0 && isTooLarge(record.values)) problems.push(tooLarge);
  return problems.length > 0
    ? failure(...gravestFirst(problems))
    : success(writeOf(request, record, changed));
}

function gate({ kind, access, current, expectedVersion }: WriteRequest): Problem | null {
  if (kind === "create") return access && !access.create ? forbidden : null;
  if (!current || (access && !(access.read && access.seesRecord(current)))) return notFound;
  if (access && !access.update) return forbidden;
  return expectedVersion !== null && expectedVersion !== current.version
    ? versionMismatch(current.version)
    : null;
}

function recordAfter(request: WriteRequest, values: JsonObject): StoredRecord {
  const { object, current, causation, now } = request;
  const { actor } = causation;
  const person =
    actor.kind === "workflow" || actor.kind === "journey" || actor.kind === "system" ? "" : actor.id;
  return {
    object: object.apiName,
    id: current?.id ?? request.id,
    version: (current?.version ?? 0) + 1,
    createdAt: current?.createdAt ?? now,
    createdBy: current?.createdBy ?? actor.id,
    updatedAt: now,
    updatedBy: actor.id,
    owner: request.owner ?? current?.owner ?? person,
    values,
  };
}

function changedFields(
  object: ObjectModel,
  before: JsonObject | undefined,
  after: JsonObject,
): readonly string[] {
  const changed: string[] = [];
  for (const { id } of object.fields) {
    const old = before && Object.hasOwn(before, id) ? before[id] : undefined;
    if (!sameJson(old ?? null, after[id] ?? null)) changed.push(id);
  }
  return changed;
}

function checkReferences(
  request: WriteRequest,
  record: StoredRecord,
  changed: readonly string[],
): readonly Problem[] {
  const visible = visibleRefs(request);
  return changed.flatMap((id) => {
    const field = request.object.byId.get(id);
    const stored = record.values[id];
    if (!field?.type.references || stored === undefined || stored === null) return [];
    const refs = field.type.references(field.type.storage.decode(stored), field.settings);
    return refs.every((ref) => visible.has(`${ref.object}/${ref.id}`))
      ? []
      : [invalidReference(`/values/${field.apiName}`)];
  });
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
    guards: guardsOf(object, record, changed),
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
