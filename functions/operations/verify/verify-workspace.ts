import { cellKeys, checkWorkspace, type ObjectModel, type WorkspaceModel } from "#engine";
import type { RecordState } from "../../ports/backfill-store.ts";
import type { BackfillPorts } from "../backfill/backfill-ports.ts";
import { derivedFields } from "../derive/derived-fields.ts";
import { recordShares } from "../derive/record-shares.ts";
import { addShares, cellName, sameCount, type Counted, type Recount } from "./count-cells.ts";
import type { Finding, OlderThanRule, VerifyReport } from "./finding.ts";
import { repairRecords } from "./repair.ts";
import { verifyRecords } from "./verify-records.ts";

export type VerifyPorts = Pick<
  BackfillPorts,
  "backfillStore" | "derivedStore" | "metadataStore" | "models" | "recordStore" | "uniqueIndex"
>;

export interface VerifyRequest {
  readonly workspace: string;
  /** Derives again, rewrites and claims what is found wrong with single records. Counters follow from that. */
  readonly repair: boolean;
  /** Told after each page; false ends the work early. */
  readonly onPage?: (records: number) => Promise<boolean>;
}

const PAGE = 100;

interface Gathered {
  readonly findings: Finding[];
  readonly olderThanRule: OlderThanRule[];
  records: number;
  pending: number;
}

/**
 * Compares everything a workspace keeps with what it should be (reliability.md §2.2); null when there is no such
 * workspace. Exact while nobody writes; under writes, records that are being derived are counted as `pending`, and what
 * looks wrong is looked at twice.
 */
export async function verifyWorkspace(
  ports: VerifyPorts,
  request: VerifyRequest,
): Promise<VerifyReport | null> {
  const { workspace } = request;
  ports.models.invalidate(workspace);
  const model = await ports.models.current(workspace);
  if (!model) return null;
  const gathered: Gathered = { findings: [], olderThanRule: [], records: 0, pending: 0 };
  gathered.findings.push(...(await verifyMetadata(ports, workspace, model)));
  const recounts = new Map<string, Recount>();
  const posted = new Map<string, ReadonlySet<string>>();
  for (const object of model.objects.values()) {
    const goesOn = await verifyObject(ports, { request, model, object }, { gathered, recounts, posted });
    if (!goesOn) break;
  }
  gathered.findings.push(...(await leftPostings(ports, workspace, posted)));
  gathered.findings.push(...(await wrongCells(ports, { workspace, model }, recounts)));
  return { version: model.version, ...gathered };
}

interface Into {
  readonly gathered: Gathered;
  /** By object id. */
  readonly recounts: Map<string, Recount>;
  /** `objectId id` → tokens. */
  readonly posted: Map<string, ReadonlySet<string>>;
}

async function verifyObject(
  ports: VerifyPorts,
  of: { readonly request: VerifyRequest; readonly model: WorkspaceModel; readonly object: ObjectModel },
  into: Into,
): Promise<boolean> {
  const { request, model, object } = of;
  const { workspace } = request;
  const recount: Recount = {};
  into.recounts.set(object.id, recount);
  let after: string | null = null;
  do {
    const page: { readonly items: readonly RecordState[]; readonly after: string | null } =
      await ports.backfillStore.page(workspace, object, { after, limit: PAGE });
    await verifyPage(ports, { ...of, items: page.items }, into);
    for (const { record } of page.items) {
      const { cells, tokens } = recordShares(model, object, record);
      addShares(recount, cells);
      into.posted.set(`${object.id} ${record.id}`, new Set(tokens));
    }
    after = page.after;
    if (request.onPage && !(await request.onPage(into.gathered.records))) return false;
  } while (after !== null);
  return true;
}

/** What looks wrong is read and looked at again, once: it may have been written in between. */
async function verifyPage(
  ports: VerifyPorts,
  of: {
    readonly request: VerifyRequest;
    readonly model: WorkspaceModel;
    readonly object: ObjectModel;
    readonly items: readonly RecordState[];
  },
  { gathered }: Into,
): Promise<void> {
  const { request, model, object, items } = of;
  const context = { ports, workspace: request.workspace, model, object };
  const first = await verifyRecords(context, items);
  const suspects = new Set(first.findings.map((one) => one.id));
  gathered.records += items.length;
  gathered.pending += first.pending;
  gathered.olderThanRule.push(...first.olderThanRule);
  if (suspects.size === 0) return;
  const again = await Promise.all([...suspects].map((id) => stateOf(ports, context, id)));
  const states = again.flatMap((one) => one ?? []);
  const { findings } = await verifyRecords(context, states);
  gathered.findings.push(...findings);
  if (request.repair && findings.length > 0) await repairRecords(context, states);
}

async function stateOf(
  ports: VerifyPorts,
  { workspace, object }: { readonly workspace: string; readonly object: ObjectModel },
  id: string,
): Promise<RecordState | null> {
  const before = id.slice(0, -1) + String.fromCharCode(id.charCodeAt(id.length - 1) - 1) + "\uFFFF";
  const page = await ports.backfillStore.page(workspace, object, { after: before, limit: 1 });
  const [found] = page.items;
  return found?.record.id === id ? found : null;
}

/** The pointer's version is complete, and everything in it resolves. */
async function verifyMetadata(
  ports: VerifyPorts,
  workspace: string,
  model: WorkspaceModel,
): Promise<readonly Finding[]> {
  const found = (id: string, detail: string): Finding => ({ kind: "metadata", object: "", id, detail });
  const pointer = await ports.metadataStore.pointer(workspace);
  if (!pointer || pointer.version === 0) return [];
  const problems = checkWorkspace({ settings: pointer.settings, documents: model.documents });
  const indexes = Object.entries(pointer.indexes).flatMap(([objectId, list]) => {
    const object = model.objectsById.get(objectId);
    if (!object) return [found(objectId, "indexes of an object that is not there")];
    const slots = list.map((one) => one.slot);
    return new Set(slots).size === slots.length ? [] : [found(objectId, "two indexes in one slot")];
  });
  return [...problems.map((one) => found(one.pointer, one.code)), ...indexes];
}

async function leftPostings(
  ports: VerifyPorts,
  workspace: string,
  posted: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<readonly Finding[]> {
  const tokens = new Set([...posted.values()].flatMap((one) => [...one]));
  const postings = await ports.backfillStore.postingsLike(workspace, tokens);
  return postings
    .filter(({ objectId, id, token }) => posted.get(`${objectId} ${id}`)?.has(token) !== true)
    .map(({ objectId, id, token }) => ({ kind: "posting_left", object: objectId, id, detail: token }));
}

/** Counters of every dimension, of filled fields and of every roll-up, against a recount. */
async function wrongCells(
  ports: VerifyPorts,
  { workspace, model }: { readonly workspace: string; readonly model: WorkspaceModel },
  recounts: ReadonlyMap<string, Recount>,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const object of model.objects.values()) {
    const recount = recounts.get(object.id) ?? {};
    for (const fieldId of countedBy(model, object)) {
      const cells = await ports.recordStore.cells(workspace, object, { key: fieldId, isExact: true });
      const kept = new Map(cells.map((one) => [cellName({ ...one, fieldId }), one]));
      const wanted = Object.entries(recount).filter(([, one]) => one.fieldId === fieldId);
      const names = new Set([...kept.keys(), ...wanted.map(([name]) => name)]);
      for (const name of names) {
        const [is, should] = [kept.get(name), recount[name]];
        if (sameCount(is, should)) continue;
        const detail = `${name}: ${told(is)} instead of ${told(should)}`;
        findings.push({ kind: "counter", object: object.apiName, id: fieldId, detail });
      }
    }
  }
  return findings;
}

/** Names of the cells that the records of an object count in. */
function countedBy(model: WorkspaceModel, object: ObjectModel): readonly string[] {
  const rollups = derivedFields(model).rollups.get(object.apiName) ?? [];
  return [...cellKeys(object), ...rollups.map((one) => one.key)];
}

function told(one: Pick<Counted, "count" | "sums"> | undefined): string {
  return one ? JSON.stringify([one.count, one.sums]) : "nothing";
}
