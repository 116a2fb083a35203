import { createHash } from "node:crypto";

/** Key of one item. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

declare const branded: unique symbol;
/** A workspace id that was checked: no separator can be in it, so no key of one workspace begins another's. */
export type WorkspaceKey = string & { readonly [branded]: true };

/** Unique values longer than this are stored as their SHA-256; characters. */
const LONGEST_UNIQUE = 200;
const WORKSPACE = /^[a-z0-9]{2,16}$/;

/** Throws on anything that is no workspace id; ids come from tokens and items, never from people. */
export function workspaceKey(workspace: string): WorkspaceKey {
  if (!WORKSPACE.test(workspace)) throw new Error("not a workspace id");
  return workspace as WorkspaceKey;
}

/** Every part but the last of a key is escaped, so that equal keys mean equal parts. */
function part(text: string): string {
  return /[%#]/.test(text) ? text.replaceAll("%", "%25").replaceAll("#", "%23") : text;
}

function partition(workspace: WorkspaceKey, type: string, ...parts: readonly string[]): string {
  return [workspace, type, ...parts.map(part)].join("#");
}

/** Partition of an object's records; one bucket until an object outgrows a partition. */
export function recordPartition(workspace: WorkspaceKey, objectId: string): string {
  return partition(workspace, "R", objectId, "0");
}

export function recordKey(workspace: WorkspaceKey, objectId: string, id: string): ItemKey {
  return { pk: recordPartition(workspace, objectId), sk: id };
}

/** The workspace and object that a record's item belongs to; null for any other key. */
export function readRecordKey(key: ItemKey): { workspace: string; objectId: string; id: string } | null {
  const [workspace = "", type, objectId = "", bucket] = key.pk.split("#");
  if (type !== "R" || bucket === undefined) return null;
  return { workspace, objectId: objectId.replaceAll("%23", "#").replaceAll("%25", "%"), id: key.sk };
}

export function uniqueKey(
  workspace: WorkspaceKey,
  claim: { readonly objectId: string; readonly fieldId: string; readonly key: string },
): ItemKey {
  const value = claim.key.length > LONGEST_UNIQUE ? `h:${sha256(claim.key)}` : `v:${claim.key}`;
  return { pk: partition(workspace, "U", claim.objectId, claim.fieldId, value), sk: "U" };
}

export function binKey(workspace: WorkspaceKey, objectId: string, id: string): ItemKey {
  return { pk: partition(workspace, "K", objectId), sk: id };
}

export function sequenceKey(workspace: WorkspaceKey, objectId: string, fieldId: string): ItemKey {
  return { pk: partition(workspace, "N", objectId, fieldId), sk: "N" };
}

export function historyKey(
  workspace: WorkspaceKey,
  target: { readonly objectId: string; readonly id: string; readonly version: number },
): ItemKey {
  return {
    pk: historyPartition(workspace, target.objectId, target.id),
    sk: String(target.version).padStart(12, "0"),
  };
}

export function historyPartition(workspace: WorkspaceKey, objectId: string, id: string): string {
  return partition(workspace, "H", objectId, id);
}

export function ledgerKey(workspace: WorkspaceKey, objectId: string, id: string): ItemKey {
  return { pk: partition(workspace, "D", objectId), sk: id };
}

/** Cells of one name: count and sums per value and owner. */
export function cellPartition(workspace: WorkspaceKey, objectId: string, fieldId: string): string {
  return partition(workspace, "A", objectId, fieldId);
}

export function cellKey(
  workspace: WorkspaceKey,
  cell: {
    readonly objectId: string;
    readonly fieldId: string;
    readonly value: string;
    readonly owner: string;
  },
): ItemKey {
  return {
    pk: cellPartition(workspace, cell.objectId, cell.fieldId),
    sk: `${part(cell.value).replaceAll("|", "%7C")}|${part(cell.owner)}`,
  };
}

/** Value and owner of a cell; they stand in its key alone, as many cells are read at once. */
export function readCellKey(sk: string): { readonly value: string; readonly owner: string } {
  const at = sk.indexOf("|");
  return { value: whole(sk.slice(0, at)), owner: whole(sk.slice(at + 1)) };
}

function whole(escaped: string): string {
  return escaped.replaceAll("%7C", "|").replaceAll("%23", "#").replaceAll("%25", "%");
}

/** Entries of the records of one object that point at one record by one field. */
export function linkPartition(
  workspace: WorkspaceKey,
  link: { readonly objectId: string; readonly fieldId: string; readonly target: string },
): string {
  return partition(workspace, "L", link.objectId, link.fieldId, link.target);
}

/** Search postings are spread by the first characters of the token: two of a latin word, one of a Chinese one. */
export function postingPartition(workspace: WorkspaceKey, token: string): string {
  const [first = "", second = ""] = token;
  const head = first > "\u2E7F" ? first : first + second;
  return partition(workspace, "S", head);
}

export function postingKey(
  workspace: WorkspaceKey,
  posting: { readonly token: string; readonly objectId: string; readonly id: string },
): ItemKey {
  return {
    pk: postingPartition(workspace, posting.token),
    sk: `${part(posting.token)}#${posting.objectId}#${posting.id}`,
  };
}

export function metadataPartition(workspace: WorkspaceKey): string {
  return partition(workspace, "C");
}

export function pointerKey(workspace: WorkspaceKey): ItemKey {
  return { pk: metadataPartition(workspace), sk: "P" };
}

/** One document of a published version; `piece` orders the parts of what one item cannot hold. */
export function documentPartition(workspace: WorkspaceKey, version: number, attempt: string): string {
  return partition(workspace, "M", String(version), attempt);
}

export function draftKey(workspace: WorkspaceKey, kind: string, apiName: string): ItemKey {
  return { pk: metadataPartition(workspace), sk: `D#${part(kind)}#${apiName}` };
}

export function versionKey(workspace: WorkspaceKey, version: number): ItemKey {
  return { pk: metadataPartition(workspace), sk: `V#${String(version).padStart(10, "0")}` };
}

export function userPartition(workspace: WorkspaceKey): string {
  return partition(workspace, "Y");
}

export function userKey(workspace: WorkspaceKey, id: string): ItemKey {
  return { pk: userPartition(workspace), sk: id };
}

export function idempotencyKey(workspace: WorkspaceKey, key: string): ItemKey {
  return { pk: partition(workspace, "I", sha256(key)), sk: "I" };
}

export function jobPartition(workspace: WorkspaceKey): string {
  return partition(workspace, "J");
}

/** Errors of one job. */
export function jobErrorPartition(workspace: WorkspaceKey, jobId: string): string {
  return partition(workspace, "JE", jobId);
}

export function jobKey(workspace: WorkspaceKey, id: string): ItemKey {
  return { pk: jobPartition(workspace), sk: id };
}

/** A piece of the records of one job. */
export function jobRecordsKey(workspace: WorkspaceKey, jobId: string, at: number): ItemKey {
  return { pk: partition(workspace, "JR", jobId), sk: String(at).padStart(6, "0") };
}

/** What one operation did, in the order of its writes. */
export function undoPartition(workspace: WorkspaceKey, operationId: string): string {
  return partition(workspace, "UL", operationId);
}

export function importPartition(workspace: WorkspaceKey, importId: string): string {
  return partition(workspace, "F", importId);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

/** What one person keeps of lists: private views and how views are arranged. */
export function viewPartition(workspace: WorkspaceKey, user: string): string {
  return partition(workspace, "V", user);
}

export function privateViewKey(workspace: WorkspaceKey, user: string, id: string): ItemKey {
  return { pk: viewPartition(workspace, user), sk: `v:${id}` };
}

export function viewPreferencesKey(workspace: WorkspaceKey, user: string): ItemKey {
  return { pk: viewPartition(workspace, user), sk: "p" };
}

export function apiKeyPartition(workspace: WorkspaceKey): string {
  return partition(workspace, "X");
}

export function apiKeyKey(workspace: WorkspaceKey, id: string): ItemKey {
  return { pk: apiKeyPartition(workspace), sk: id };
}

/** Two records of an object that are alike, in the order of their ids. */
export function duplicateKey(
  workspace: WorkspaceKey,
  objectId: string,
  { first, second }: { readonly first: string; readonly second: string },
): ItemKey {
  return { pk: partition(workspace, "DP", objectId), sk: `${first}#${second}` };
}
