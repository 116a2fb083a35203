import {
  failure,
  objectAccess,
  RETENTION_DAYS,
  success,
  type ObjectModel,
  type RecordRef,
  type Result,
} from "#engine";
import type { BinPage, RecordStore, WrittenRecord } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import { notFound } from "../records/problems.ts";
import { USER_OBJECT, visibleName } from "../records/reference-names.ts";

/** A deleted record as the bin shows it. */
export interface BinItem {
  readonly id: string;
  readonly name: string;
  /** RFC 3339 UTC. */
  readonly deletedAt: string;
  readonly deletedBy: string;
  /** From when on it is gone for good, RFC 3339 UTC. */
  readonly until: string;
  /** The record whose deletion took this one with it; null: it was deleted itself. */
  readonly follows: RecordRef | null;
}

export interface BinAnswer {
  readonly items: readonly BinItem[];
  /** Continues after these; null at the end. */
  readonly cursor: string | null;
  /** Names of the people who deleted, and of the records followed: `user/<id>` → name. */
  readonly references: Readonly<Record<string, string>>;
}

export interface ListBin {
  readonly object: string;
  /** How a name begins, whatever the case; empty: any. */
  readonly startsWith: string;
  readonly cursor: string | null;
  readonly limit: number;
}

/** Records of the bin read at most for one page; with a search the page may then be short, and the cursor goes on. */
const MOST_READ = 2_000;
const DAY_MS = 86_400_000;

/** Deleted records of an object that the caller could see, the last deleted first. */
export async function listBin(
  ports: { readonly recordStore: RecordStore },
  caller: Caller,
  request: ListBin,
): Promise<Result<BinAnswer>> {
  const object = caller.model.objects.get(request.object);
  if (!object || !objectAccess(caller.access, request.object).read) return failure(notFound);
  const found: WrittenRecord[] = [];
  let after = request.cursor;
  let read = 0;
  do {
    const limit = request.limit - found.length;
    const page: BinPage = await ports.recordStore.bin(caller.workspace, object, { after, limit });
    found.push(...page.items.filter((one) => isMeant(caller, object, { one, request })));
    read += limit;
    after = page.after;
  } while (after !== null && found.length < request.limit && read < MOST_READ);
  return success({
    items: found.map((one) => itemOf(caller, one)),
    cursor: after,
    references: await namesOf(ports, caller, found),
  });
}

function isMeant(
  caller: Caller,
  object: ObjectModel,
  { one, request }: { readonly one: WrittenRecord; readonly request: ListBin },
): boolean {
  if (!objectAccess(caller.access, object.apiName).seesRecord(one.record)) return false;
  if (request.startsWith === "") return true;
  const name = visibleName(caller, one.record) ?? "";
  return name.toLowerCase().startsWith(request.startsWith.toLowerCase());
}

function itemOf(caller: Caller, { record, causation }: WrittenRecord): BinItem {
  const { id, updatedAt, updatedBy } = record;
  return {
    id,
    name: visibleName(caller, record) ?? "",
    deletedAt: updatedAt,
    deletedBy: updatedBy,
    until: new Date(Date.parse(updatedAt) + RETENTION_DAYS * DAY_MS).toISOString(),
    follows: causation.follows ?? null,
  };
}

async function namesOf(
  { recordStore }: { readonly recordStore: RecordStore },
  caller: Caller,
  found: readonly WrittenRecord[],
): Promise<Readonly<Record<string, string>>> {
  const people = await caller.people();
  const names = found.flatMap(({ record }) => {
    const person = people.get(record.updatedBy);
    return person ? [[`${USER_OBJECT}/${record.updatedBy}`, person.name] as const] : [];
  });
  const roots = new Map(
    found.flatMap(({ causation: { follows } }) => (follows ? [[follows.id, follows]] : [])),
  );
  const refs = [...roots.values()].flatMap((ref) => {
    const object = caller.model.objects.get(ref.object);
    return object && objectAccess(caller.access, ref.object).read ? [{ object, id: ref.id }] : [];
  });
  const records = refs.length === 0 ? [] : await recordStore.written(caller.workspace, "bin", refs);
  const followed = records.flatMap(({ record }) => {
    const name = visibleName(caller, record);
    return name === null ? [] : [[`${record.object}/${record.id}`, name] as const];
  });
  return Object.fromEntries([...names, ...followed]);
}
