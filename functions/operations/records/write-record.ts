import {
  decideWrite,
  failure,
  objectAccess,
  success,
  writeNeeds,
  type JsonObject,
  type ObjectModel,
  type Problem,
  type RecordRef,
  type RecordWrite,
  type Result,
  type StoredRecord,
  type TransitionUse,
} from "#engine";
import type { Caller } from "../access/caller.ts";
import { refuseDuplicates } from "../cleansing/refuse-duplicates.ts";
import { personalCausation, type WritePorts } from "./command.ts";
import { commitProblem } from "./commit-problem.ts";
import { answerFor, loadVisible, type RecordAnswer } from "./get-record.ts";
import { loadRelated, type LoadedRelated } from "./load-related.ts";
import { loadRelations, type LoadedRelations } from "./load-relations.ts";
import { loadOffered, prepareWrite } from "./prepare-write.ts";
import { forbidden, notFound, tooBusy } from "./problems.ts";

/**
 * What becomes of a write that would duplicate a record: `ask` refuses it where a rule warns or blocks, `allow` where one
 * blocks, `decided` never (an import has looked itself). Default `allow`.
 */
export type DuplicateHandling = "ask" | "allow" | "decided";

/** A record to be made. */
export interface CreateRecord {
  readonly object: string;
  /** By field API name. */
  readonly values: JsonObject;
  /** User id; absent: the caller. */
  readonly owner?: string;
  /** Id of the command, for the causation. */
  readonly command: string;
  readonly duplicates?: DuplicateHandling;
}

/** Changes to a record: a merge patch of its values. */
export interface ChangeRecord extends CreateRecord {
  readonly id: string;
  /** Version the caller saw; null overwrites whatever is stored. */
  readonly expectedVersion: number | null;
  /** The pipeline's transition the change is; absent: none is named. */
  readonly transition?: TransitionUse;
}

/** Times an overwriting write is decided again when the record moved meanwhile. */
const MOST_ATTEMPTS = 4;

/** Makes a record: access, defaults, rules and validation are one decision, then one write. */
export async function createRecord(
  ports: WritePorts,
  caller: Caller,
  request: CreateRecord,
): Promise<Result<RecordAnswer>> {
  const object = caller.model.objects.get(request.object);
  const granted = objectAccess(caller.access, request.object);
  if (!object || !granted.read) return failure(notFound);
  if (!granted.create) return failure(forbidden);
  const related = await loadRelated(
    ports.recordStore,
    caller,
    mentioned({ ...request, object, kind: "create" }),
  );
  const id = ports.ids.ulid();
  const files = await loadOffered(ports, caller, { object, values: request.values, record: id });
  const relations = await relationsOf(ports, caller, {
    object,
    values: request.values,
    current: null,
    related,
  });
  const draft = { ...request, id, object, current: null, expectedVersion: null, related, files, relations };
  const decided = await decideNumbered(ports, caller, draft);
  if (!decided.ok) return decided;
  return saved(ports, caller, { write: decided.value, related });
}

/**
 * Changes a record; the version must be the one the caller saw unless it overwrites knowingly. A write that was overtaken
 * on its way is decided again: it may have been a refresh of derived values, or a record above it in a hierarchy.
 */
export async function changeRecord(
  ports: WritePorts,
  caller: Caller,
  request: ChangeRecord,
): Promise<Result<RecordAnswer>> {
  const object = caller.model.objects.get(request.object);
  if (!object) return failure(notFound);
  const refs = mentioned({ ...request, object, kind: "update" });
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const { answer, isSaved } = await changeOnce(ports, caller, { request, object, refs });
    const isOvertaken = isSaved && !answer.ok && answer.problems[0]?.kind === "stale";
    if (!isOvertaken) return answer;
  }
  return failure(tooBusy);
}

async function changeOnce(
  ports: WritePorts,
  caller: Caller,
  given: {
    readonly request: ChangeRecord;
    readonly object: ObjectModel;
    readonly refs: readonly RecordRef[];
  },
): Promise<{ readonly answer: Result<RecordAnswer>; readonly isSaved: boolean }> {
  const { request, object, refs } = given;
  const [loaded, related, files] = await Promise.all([
    loadVisible(ports, caller, request),
    loadRelated(ports.recordStore, caller, refs),
    loadOffered(ports, caller, { object, values: request.values, record: request.id }),
  ]);
  if (!loaded.ok) return unsaved(loaded);
  if (!objectAccess(caller.access, object.apiName).update) return unsaved(failure(forbidden));
  const { record: current } = loaded.value;
  const expectedVersion = request.expectedVersion ?? current.version;
  const relations = await relationsOf(ports, caller, { object, values: request.values, current, related });
  const draft = { ...request, object, current, expectedVersion, related, files, relations };
  const decided = decide(ports, caller, draft);
  if (!decided.ok) return unsaved(decided);
  if (decided.value.changed.length === 0 && decided.value.record.owner === current.owner) {
    return unsaved(
      success(await answerFor(ports, caller, { object, record: current, loaded: related.records })),
    );
  }
  const twin = await duplicateOf(ports, caller, { write: decided.value, draft });
  if (twin) return unsaved(failure(twin));
  return { answer: await saved(ports, caller, { write: decided.value, related }), isSaved: true };
}

function unsaved(answer: Result<RecordAnswer>) {
  return { answer, isSaved: false };
}

interface Draft {
  readonly object: ObjectModel;
  readonly id: string;
  readonly values: JsonObject;
  readonly owner?: string;
  readonly command: string;
  readonly current: StoredRecord | null;
  readonly expectedVersion: number | null;
  readonly related: LoadedRelated;
  readonly relations: LoadedRelations;
  /** Uploaded files the record may take up. */
  readonly files: ReadonlySet<string>;
  readonly numbers?: Readonly<Record<string, number>>;
  readonly transition?: TransitionUse;
  readonly duplicates?: DuplicateHandling;
}

async function duplicateOf(
  ports: WritePorts,
  caller: Caller,
  { write, draft }: { readonly write: RecordWrite; readonly draft: Draft },
): Promise<Problem | null> {
  const { duplicates = "allow" } = draft;
  if (duplicates === "decided") return null;
  return refuseDuplicates(ports.recordStore, caller, { write, asks: duplicates === "ask" });
}

function relationsOf(
  ports: WritePorts,
  caller: Caller,
  given: Pick<Draft, "object" | "values" | "current" | "related">,
): Promise<LoadedRelations> {
  const { object, values, current, related } = given;
  const loaded = related.records;
  return loadRelations(ports.recordStore, caller.workspace, {
    model: caller.model,
    object,
    values,
    current,
    loaded,
  });
}

/** One decision about a draft, as this caller. */
function decide(ports: WritePorts, caller: Caller, draft: Draft): Result<RecordWrite> {
  return decideWrite({
    model: caller.model,
    object: draft.object,
    kind: draft.current ? "update" : "create",
    access: objectAccess(caller.access, draft.object.apiName),
    current: draft.current,
    expectedVersion: draft.expectedVersion,
    values: draft.values,
    ...(draft.owner === undefined ? {} : { owner: draft.owner }),
    causation: personalCausation(caller, draft.command),
    now: ports.clock.now().toISOString(),
    id: draft.id,
    numbers: draft.numbers ?? {},
    related: draft.related.related,
    ...draft.relations,
    files: draft.files,
    seals: ports.cipher !== undefined,
    ...(draft.transition === undefined ? {} : { transition: draft.transition }),
    roles: caller.user.roles,
  });
}

/** Draws sequence numbers only for a draft that is allowed and valid, because drawing one is a write. */
async function decideNumbered(ports: WritePorts, caller: Caller, draft: Draft): Promise<Result<RecordWrite>> {
  const { object, values } = draft;
  const { sequences } = writeNeeds({ object, values, kind: "create" });
  const placeholders = Object.fromEntries(sequences.map((fieldId) => [fieldId, 1]));
  const first = decide(ports, caller, { ...draft, numbers: placeholders });
  if (!first.ok) return first;
  const twin = await duplicateOf(ports, caller, { write: first.value, draft });
  if (twin) return failure(twin);
  if (sequences.length === 0) return first;
  const drawn = await Promise.all(
    sequences.map(async (fieldId) => {
      const next = await ports.recordStore.nextNumber(caller.workspace, draft.object, fieldId);
      return [fieldId, next] as const;
    }),
  );
  return decide(ports, caller, { ...draft, numbers: Object.fromEntries(drawn) });
}

interface Mention {
  readonly object: ObjectModel;
  readonly values: JsonObject;
  readonly kind: "create" | "update";
  readonly owner?: string;
}

/** What a write mentions and must be looked up before deciding. */
function mentioned(request: Mention): readonly RecordRef[] {
  const refs = writeNeeds(request).references.map((one) => one.ref);
  return request.owner === undefined ? refs : [...refs, { object: "user", id: request.owner }];
}

async function saved(
  ports: WritePorts,
  caller: Caller,
  given: { readonly write: RecordWrite; readonly related: LoadedRelated },
): Promise<Result<RecordAnswer>> {
  const prepared = await prepareWrite(ports, caller, given.write);
  if (!prepared.ok) return prepared;
  const write = prepared.value;
  const outcome = await ports.recordStore.commit(caller.workspace, [write]);
  if (!outcome.ok) return failure(commitProblem(caller, write, outcome.failure));
  const { object, record } = write;
  return success(await answerFor(ports, caller, { object, record, loaded: given.related.records }));
}
