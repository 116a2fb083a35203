import { assignIds, checkDocument, failure, metadataKind, success, type Problem, type Result } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { Ids } from "../../ports/ids.ts";
import type { DraftDocument, MetadataStore } from "../../ports/metadata-store.ts";
import { loadCandidate, type Candidate } from "./load-candidate.ts";

export interface SaveDraft {
  readonly workspace: string;
  readonly userId: string;
  readonly kind: string;
  readonly apiName: string;
  readonly body: unknown;
  /** Revision of the working copy the caller saw; null: whatever is there. */
  readonly expectedRevision: number | null;
  /** Published version the caller saw; revisions begin anew with each. Absent: whatever is published. */
  readonly baseVersion?: number | null;
}

/** Stores a working copy with ids given to its elements; nobody but admins sees it until it is published. */
export async function saveDraft(
  ports: { readonly metadataStore: MetadataStore; readonly clock: Clock; readonly ids: Ids },
  request: SaveDraft,
): Promise<Result<DraftDocument>> {
  if (!metadataKind(request.kind)) return failure(unknownKind(request.kind));
  const problems = checkDocument(request.kind, request.body);
  if (problems.length > 0) return failure(...problems);
  const tries = request.expectedRevision === null ? BLIND_TRIES : 1;
  for (let left = tries; left > 0; left -= 1) {
    const candidate = await loadCandidate(ports.metadataStore, request.workspace);
    if (!candidate) return failure(unknownKind(request.kind));
    const draft = decideDraft(ports, request, candidate);
    if (!draft.ok) return draft;
    const expected = draft.value.revision - 1;
    if (await ports.metadataStore.saveDraft(request.workspace, draft.value, expected)) return draft;
  }
  return failure(movedMeanwhile);
}

/** Tries of a caller that wants to win whatever is there, while others save too. */
const BLIND_TRIES = 8;

type Body = Readonly<Record<string, unknown>>;

function decideDraft(
  ports: { readonly clock: Clock; readonly ids: Ids },
  request: SaveDraft,
  candidate: Candidate,
): Result<DraftDocument> {
  const sent = request.body as Body;
  const { key, existing, previous, taken } = standing(request, candidate);
  const revision = existing?.revision ?? 0;
  if (hasMoved(request, { revision, version: candidate.pointer.version })) return failure(movedMeanwhile);
  if (isForeign(sent["id"], previous, taken)) return failure(foreignId);
  const body = assignIds(request.kind, { body: sent, previous }, { newId: () => ports.ids.element(), taken });
  return success({
    kind: request.kind,
    apiName: key,
    body,
    revision: revision + 1,
    updatedAt: ports.clock.now().toISOString(),
    updatedBy: request.userId,
  });
}

/** Whether the caller saw something else than what is there. */
function hasMoved(
  { expectedRevision, baseVersion }: SaveDraft,
  { revision, version }: { readonly revision: number; readonly version: number },
): boolean {
  return (expectedRevision ?? revision) !== revision || (baseVersion ?? version) !== version;
}

/** What is there already under the name, or the id, that was sent. */
function standing(request: SaveDraft, candidate: Candidate) {
  const key = keyName(request, (request.body as Body)["id"], candidate);
  const isSame = (one: { readonly kind: string; readonly apiName: string }) =>
    one.kind === request.kind && one.apiName === key;
  const existing = candidate.drafts.find(isSame);
  const published = candidate.published.find(isSame);
  const previous = (existing?.body ?? published?.body ?? null) as Body | null;
  const taken = new Set(candidate.documents.map((one) => one.id).filter((id) => id !== previous?.["id"]));
  return { key, existing, previous, taken };
}

function isForeign(id: unknown, previous: Body | null, taken: ReadonlySet<string>): boolean {
  if (typeof id !== "string") return false;
  return taken.has(id) || (previous !== null && previous["id"] !== id);
}

/** A renamed document is kept under its published name until it is published, so that the rename is seen as one. */
function keyName(request: SaveDraft, id: unknown, candidate: Candidate): string {
  if (id === undefined) return request.apiName;
  const published = candidate.published.find((one) => one.kind === request.kind && one.id === id);
  const draft = candidate.drafts.find(
    (one) => one.kind === request.kind && (one.body as { readonly id?: unknown } | null)?.id === id,
  );
  return published?.apiName ?? draft?.apiName ?? request.apiName;
}

function unknownKind(kind: string): Problem {
  return {
    kind: "notFound",
    code: "unknown_kind",
    pointer: "",
    message: { "zh-CN": `没有“${kind}”这种元数据。`, en: `There is no metadata of kind “${kind}”.` },
  };
}

const movedMeanwhile: Problem = {
  kind: "stale",
  code: "version_mismatch",
  pointer: "",
  message: {
    "zh-CN": "这份草稿刚被其他管理员修改，请重新载入后再保存。",
    en: "Another admin changed this working copy; load it again, then save.",
  },
};

const foreignId: Problem = {
  kind: "conflict",
  code: "id_in_use",
  pointer: "/id",
  message: {
    "zh-CN": "这个 id 属于另一份文档，新建时请不要发送 id。",
    en: "This id belongs to another document; leave it out to create a new one.",
  },
};
