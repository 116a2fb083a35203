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
import type { Link } from "../../ports/derived-store.ts";
import type { DuplicatePair } from "../../ports/duplicate-store.ts";
import type { Ids } from "../../ports/ids.ts";
import type { Job, JobStore } from "../../ports/job-store.ts";
import type { Caller } from "../access/caller.ts";
import { MATCH_PARTS, matchPart, readMatch } from "../derive/match-links.ts";
import type { JobKind, JobPorts, JobStep } from "../jobs/job-kind.ts";
import { forbidden, notFound } from "../records/problems.ts";
import { pairOf, pairText } from "./pair.ts";

/** Starts the search for all duplicates of an object; for who may merge them. */
export async function startFinding(
  ports: { readonly jobStore: JobStore; readonly ids: Ids; readonly clock: Clock },
  caller: Caller,
  name: string,
): Promise<Result<{ readonly job: string }>> {
  const object = caller.model.objects.get(name);
  const granted = objectAccess(caller.access, name);
  if (!object || !granted.read) return failure(notFound);
  if (!granted.update || !granted.delete) return failure(forbidden);
  const at = ports.clock.now().toISOString();
  const job = ports.ids.ulid();
  await ports.jobStore.create(caller.workspace, {
    id: job,
    kind: "find-duplicates",
    state: "queued",
    progress: 0,
    counts: { records: 0, duplicates: 0 },
    errors: [],
    input: { objectId: object.id },
    cursor: null,
    createdAt: at,
    createdBy: caller.user.id,
    updatedAt: at,
    revision: 1,
  });
  return success({ job });
}

/** Entries of one piece of work. */
const PAGE = 400;
/** Records with the same key that are compared with each other; a key that more share tells nobody apart. */
const MOST_ALIKE = 50;

interface Cursor {
  /** Which part of which rule: rules times `MATCH_PARTS`. */
  readonly part: number;
  readonly after: string | null;
}

/** Goes through the match keys of an object's rules in order; records that share one stand beside each other. */
export const findDuplicatesKind: JobKind = {
  async step(ports, workspace, job) {
    const model = await ports.models.current(workspace);
    const object = model?.objectsById.get(String(job.input["objectId"]));
    const rules = object?.duplicateRules ?? [];
    const cursor = (job.cursor as Cursor | null) ?? { part: 0, after: null };
    const rule = rules[Math.floor(cursor.part / MATCH_PARTS)];
    if (!object || !rule)
      return stepOf(job, { cursor, parts: rules.length * MATCH_PARTS, records: 0, pairs: 0 });
    const links = await ports.derivedStore.links(workspace, {
      objectId: object.id,
      ...matchPart(rule.id, cursor.part % MATCH_PARTS),
      limit: PAGE,
      ...(cursor.after === null ? {} : { after: cursor.after }),
    });
    const { groups, after } = groupsOf(links);
    const pairs = await pairsIn(ports, workspace, { object, rule, groups });
    await ports.duplicateStore.put(workspace, object.id, pairs);
    const next = after === null ? { part: cursor.part + 1, after: null } : { part: cursor.part, after };
    return stepOf(job, {
      cursor: next,
      parts: rules.length * MATCH_PARTS,
      records: groups.reduce((sum, one) => sum + one.length, 0),
      pairs: pairs.length,
    });
  },
};

/** Records that share a key, and where the next page begins: before the last key, which may go on there. */
function groupsOf(links: readonly Link[]): {
  readonly groups: readonly (readonly string[])[];
  readonly after: string | null;
} {
  const byKey = new Map<string, string[]>();
  for (const { key, id } of links.map(readMatch)) byKey.set(key, [...(byKey.get(key) ?? []), id]);
  const isLastPage = links.length < PAGE;
  const last = links.at(-1);
  if (isLastPage || !last) return { groups: [...byKey.values()], after: null };
  const { key } = readMatch(last);
  // A key that fills a page is left after its first records.
  if (byKey.size === 1) return { groups: [...byKey.values()], after: `${key} \uFFFE` };
  byKey.delete(key);
  return { groups: [...byKey.values()], after: `${key} ` };
}

async function pairsIn(
  { recordStore }: Pick<JobPorts, "recordStore">,
  workspace: string,
  given: {
    readonly object: ObjectModel;
    readonly rule: DuplicateRuleModel;
    readonly groups: readonly (readonly string[])[];
  },
): Promise<readonly DuplicatePair[]> {
  const { object, rule } = given;
  const groups = given.groups.filter((one) => one.length > 1).map((one) => one.slice(0, MOST_ALIKE));
  const ids = [...new Set(groups.flat())];
  if (ids.length === 0) return [];
  const found = await recordStore.getMany(
    workspace,
    ids.map((id) => ({ object, id })),
  );
  const byId = new Map(found.map((one) => [one.id, one]));
  const pairs = groups.flatMap((group) =>
    pairsOf(
      rule,
      group.flatMap((id) => byId.get(id) ?? []),
    ),
  );
  return [...new Map(pairs.map((one) => [pairText(one), one])).values()];
}

function pairsOf(rule: DuplicateRuleModel, records: readonly StoredRecord[]): readonly DuplicatePair[] {
  return records.flatMap((one, at) =>
    records.slice(at + 1).flatMap((other) => {
      const likelihood = scorePair(rule, one.values, other.values);
      return likelihood ? [{ ...pairOf(one.id, other.id), rule: rule.id, score: likelihood.score }] : [];
    }),
  );
}

function stepOf(
  job: Job,
  given: {
    readonly cursor: Cursor;
    readonly parts: number;
    readonly records: number;
    readonly pairs: number;
  },
): JobStep {
  const { cursor, parts, records, pairs } = given;
  const counts = {
    records: (job.counts["records"] ?? 0) + records,
    duplicates: (job.counts["duplicates"] ?? 0) + pairs,
  };
  const isEnd = cursor.part >= parts;
  const progress = isEnd ? 1 : cursor.part / parts;
  return {
    cursor: { ...cursor },
    counts,
    progress,
    done: records,
    left: null,
    errors: [],
    end: isEnd ? "done" : null,
  };
}
