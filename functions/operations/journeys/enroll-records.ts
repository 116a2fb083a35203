import {
  failure,
  needsIndex,
  objectAccess,
  pageReader,
  snapshotOf,
  success,
  type Filter,
  type JourneyDefinition,
  type ObjectModel,
  type Result,
  type StoredRecord,
} from "#engine";
import type { PagePosition } from "../../ports/record-store.ts";
import type { Signer } from "../../ports/signer.ts";
import type { Caller } from "../access/caller.ts";
import { openCursor, sealCursor } from "../records/cursor.ts";
import { filterPaths, pathProblems } from "../records/field-paths.ts";
import { planFor } from "../records/plan-for.ts";
import { notFound } from "../records/problems.ts";
import { resolveHops } from "../records/resolve-hops.ts";
import { hashId } from "../runs/identity.ts";
import type { RunPorts } from "../runs/run-ports.ts";
import { startFlow } from "../runs/start-flow.ts";

export type EnrollPorts = RunPorts & { readonly signer: Signer };

/** Records of one request; a filter's further records come with its cursor. */
export const MOST_ENROLLED = 1_000;
/** Records of a filter in one request, and records enrolled at the same time. */
const PAGE = 200;
const LANES = 8;

/** Who is to be enrolled: named records, or those of a filter from a cursor on. */
export type Enrollment =
  | { readonly recordIds: readonly string[] }
  | { readonly filter: Filter | null; readonly cursor: string | null };

/** What became of each record that was meant. */
export interface Enrolled {
  readonly enrolled: number;
  /** All that were not enrolled: the next two together. */
  readonly skipped: number;
  /** Inside already, or was and may not come back. */
  readonly ineligible: number;
  /** Not there, or not visible to the caller. */
  readonly unknown: number;
  /** Of a filter: continues after these records; null at the end. */
  readonly cursor: string | null;
}

interface Enrolling {
  readonly journey: JourneyDefinition & { readonly id: string };
  readonly object: ObjectModel;
}

/** Puts records into a journey, as far as the caller sees them; their first steps are taken by the automation queue. */
export async function enrollRecords(
  ports: EnrollPorts,
  caller: Caller,
  request: Enrollment & { readonly journey: string },
): Promise<Result<Enrolled>> {
  const journey = caller.model.journeys.find((one) => [one.id, one.apiName].includes(request.journey));
  const object = journey && caller.model.objects.get(journey.object);
  if (!journey || !object || !objectAccess(caller.access, object.apiName).read) return failure(notFound);
  if (journey.active === false) return failure(notFound);
  const enrolling = { journey, object };
  const meant =
    "recordIds" in request
      ? await named(ports, caller, { object, ids: request.recordIds })
      : await filtered(ports, caller, { ...request, ...enrolling });
  if (!meant.ok) return meant;
  const { records, unknown, cursor } = meant.value;
  const enrolled = await enrollAll(ports, caller, { ...enrolling, records });
  const ineligible = records.length - enrolled;
  return success({ enrolled, skipped: ineligible + unknown, ineligible, unknown, cursor });
}

interface Meant {
  readonly records: readonly StoredRecord[];
  readonly unknown: number;
  readonly cursor: string | null;
}

async function named(
  { recordStore }: EnrollPorts,
  caller: Caller,
  { object, ids }: { readonly object: ObjectModel; readonly ids: readonly string[] },
): Promise<Result<Meant>> {
  const granted = objectAccess(caller.access, object.apiName);
  const different = [...new Set(ids)];
  const refs = different.map((id) => ({ object, id }));
  const found = await recordStore.getMany(caller.workspace, refs);
  const records = found.filter((one) => granted.seesRecord(one));
  return success({ records, unknown: different.length - records.length, cursor: null });
}

async function filtered(
  ports: EnrollPorts,
  caller: Caller,
  request: Enrolling & { readonly filter: Filter | null; readonly cursor: string | null },
): Promise<Result<Meant>> {
  const { journey, object, cursor } = request;
  const now = ports.clock.now();
  const problems = pathProblems(caller, object, [...filterPaths(request.filter)]);
  if (problems.length > 0) return failure(...problems);
  const at = { object, filter: request.filter, now: now.toISOString() };
  const filter = await resolveHops(ports, caller, at);
  if (!filter.ok) return filter;
  const plan = planFor(caller, { ...at, filter: filter.value, sort: [], limit: PAGE, columns: null });
  if (!plan.ok) return plan;
  const question = JSON.stringify(["enroll", journey.id, request.filter]);
  const binding = { workspace: caller.workspace, userId: caller.user.id, question };
  const position = cursor === null ? success(null) : openCursor(ports.signer, binding, { cursor, now });
  if (!position.ok) return position;
  const page = await ports.recordStore.query(caller.workspace, {
    ...{ object, plan: plan.value, limit: PAGE, reader: pageReader(object, []) },
    position: position.value as PagePosition | null,
  });
  if (!page.complete && page.position === null) return failure(needsIndex(object, plan.value));
  const next = page.position && sealCursor(ports.signer, binding, { position: page.position, now });
  const granted = objectAccess(caller.access, object.apiName);
  return success({ records: page.items.filter((one) => granted.seesRecord(one)), unknown: 0, cursor: next });
}

async function enrollAll(
  ports: EnrollPorts,
  caller: Caller,
  given: Enrolling & { readonly records: readonly StoredRecord[] },
): Promise<number> {
  const waiting = [...given.records];
  let enrolled = 0;
  const lane = async (): Promise<void> => {
    for (let record = waiting.pop(); record; record = waiting.pop())
      if (await enroll(ports, caller, { ...given, record })) enrolled += 1;
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return enrolled;
}

/** False when the record is inside, or was and may not come back. */
async function enroll(
  ports: EnrollPorts,
  caller: Caller,
  { journey, object, record }: Enrolling & { readonly record: StoredRecord },
): Promise<boolean> {
  const { workspace, model } = caller;
  const ref = { object: object.apiName, id: record.id };
  const last = await ports.runStore.entry(workspace, journey.id, ref);
  if (last && (last.open || journey.reentry !== "afterExit")) return false;
  const id = hashId("enroll", journey.id, record.id, last?.run ?? "");
  const signal = { kind: "enrolled", record: snapshotOf(object, record), by: caller.user.id } as const;
  const event = { id, correlation: id, depth: 0, path: [] };
  return startFlow(ports, model, { kind: "journey", document: journey, signal, event, later: true });
}
