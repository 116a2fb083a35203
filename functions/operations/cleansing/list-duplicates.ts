import {
  failure,
  objectAccess,
  scorePair,
  success,
  type DuplicateRuleModel,
  type ObjectModel,
  type Result,
  type StoredRecord,
} from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { DuplicatePair, DuplicateStore } from "../../ports/duplicate-store.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import type { Signer } from "../../ports/signer.ts";
import type { Caller } from "../access/caller.ts";
import { openCursor, sealCursor, type CursorBinding } from "../records/cursor.ts";
import { forbidden, notFound } from "../records/problems.ts";
import { visibleName } from "../records/reference-names.ts";
import { rulesFor, type Duplicate } from "./find-duplicates.ts";
import { pairOf, pairText } from "./pair.ts";

export interface ReviewPorts {
  readonly recordStore: RecordStore;
  readonly duplicateStore: DuplicateStore;
  readonly clock: Clock;
  readonly signer: Signer;
}

/** A record with those that are like it; it is the oldest of them. */
export interface DuplicateGroup {
  readonly id: string;
  readonly name: string;
  readonly others: readonly Duplicate[];
}

/** Pairs read at once, and groups of a page. */
const PAIRS = 200;
const GROUPS = 20;
/** Pages read for one answer; then it is cut short and goes on with the cursor. */
const MOST_READS = 5;

/** Duplicates that were found and not dismissed, as they are now: pairs that are no duplicates any more are left out. */
export async function listDuplicates(
  ports: ReviewPorts,
  caller: Caller,
  request: { readonly object: string; readonly cursor: string | null },
): Promise<Result<{ readonly items: readonly DuplicateGroup[]; readonly cursor: string | null }>> {
  const object = caller.model.objects.get(request.object);
  if (!object || !objectAccess(caller.access, request.object).read) return failure(notFound);
  const binding: CursorBinding = {
    workspace: caller.workspace,
    userId: caller.user.id,
    question: `duplicates ${object.id}`,
  };
  const now = ports.clock.now();
  const opened = openPosition(ports, binding, request.cursor);
  if (!opened.ok) return opened;
  let after = opened.value;
  const items: DuplicateGroup[] = [];
  for (let read = 0; read < MOST_READS && items.length < GROUPS; read += 1) {
    const page = await ports.duplicateStore.page(caller.workspace, object.id, { after, limit: PAIRS });
    items.push(...(await groupsOf(ports, caller, { object, pairs: page.pairs })));
    after = page.after;
    if (after === null) break;
  }
  const cursor = after === null ? null : sealCursor(ports.signer, binding, { position: { after }, now });
  return success({ items: withoutContained(items), cursor });
}

function openPosition(
  { signer, clock }: ReviewPorts,
  binding: CursorBinding,
  cursor: string | null,
): Result<string | null> {
  if (cursor === null) return success(null);
  const opened = openCursor(signer, binding, { cursor, now: clock.now() });
  if (!opened.ok) return opened;
  return success((opened.value as { readonly after: string }).after);
}

/** Says that records are different; remembered until somebody merges them all the same. */
export async function dismissDuplicates(
  ports: ReviewPorts,
  caller: Caller,
  request: { readonly object: string; readonly id: string; readonly others: readonly string[] },
): Promise<Result<null>> {
  const object = caller.model.objects.get(request.object);
  const granted = objectAccess(caller.access, request.object);
  if (!object || !granted.read) return failure(notFound);
  if (!granted.update) return failure(forbidden);
  const ids = [...new Set([request.id, ...request.others])];
  const records = await ports.recordStore.getMany(
    caller.workspace,
    ids.map((id) => ({ object, id })),
  );
  if (records.filter((one) => granted.seesRecord(one)).length < ids.length) return failure(notFound);
  const pairs = request.others.filter((one) => one !== request.id).map((one) => pairOf(request.id, one));
  const at = ports.clock.now().toISOString();
  await ports.duplicateStore.dismiss(caller.workspace, object.id, { pairs, by: caller.user.id, at });
  return success(null);
}

async function groupsOf(
  { recordStore }: ReviewPorts,
  caller: Caller,
  { object, pairs }: { readonly object: ObjectModel; readonly pairs: readonly DuplicatePair[] },
): Promise<readonly DuplicateGroup[]> {
  const ids = [...new Set(pairs.flatMap((one) => [one.first, one.second]))];
  if (ids.length === 0) return [];
  const granted = objectAccess(caller.access, object.apiName);
  const found = await recordStore.getMany(
    caller.workspace,
    ids.map((id) => ({ object, id })),
  );
  const seen = new Map(found.filter((one) => granted.seesRecord(one)).map((one) => [one.id, one]));
  const rules = rulesFor(caller, object);
  const groups = new Map<string, { id: string; name: string; others: Duplicate[] }>();
  for (const { first, second } of pairs) {
    const [one, other] = [seen.get(first), seen.get(second)];
    const duplicate = one && other ? duplicateOf(caller, rules, { one, other }) : null;
    if (!one || !duplicate) continue;
    const group = groups.get(first) ?? { id: first, name: visibleName(caller, one) ?? "", others: [] };
    group.others.push(duplicate);
    groups.set(first, group);
  }
  return [...groups.values()];
}

function duplicateOf(
  caller: Caller,
  rules: readonly DuplicateRuleModel[],
  { one, other }: { readonly one: StoredRecord; readonly other: StoredRecord },
): Duplicate | null {
  const found = rules.flatMap((rule) => {
    const likelihood = scorePair(rule, one.values, other.values);
    return likelihood ? [{ ...likelihood, rule: rule.definition.apiName }] : [];
  });
  const [best] = found.sort((a, b) => b.score - a.score);
  return best ? { id: other.id, name: visibleName(caller, other) ?? "", ...best } : null;
}

/** A group all of whose records are in one before it says nothing new. */
function withoutContained(groups: readonly DuplicateGroup[]): readonly DuplicateGroup[] {
  const told = new Set<string>();
  return groups.filter((group) => {
    const pairs = group.others.map((one) => pairText(pairOf(group.id, one.id)));
    const isTold = pairs.every((one) => told.has(one));
    const all = [group.id, ...group.others.map((one) => one.id)];
    for (const [at, one] of all.entries())
      for (const other of all.slice(at + 1)) told.add(pairText(pairOf(one, other)));
    return !isTold;
  });
}
