import {
  invalid,
  targetOf,
  type Json,
  type ObjectModel,
  type Problem,
  type RecordRef,
  type Result,
  type RowRecord,
} from "#engine";
import type { Signer } from "../../ports/signer.ts";
import type { UniqueIndex } from "../../ports/unique-index.ts";
import type { Caller } from "../access/caller.ts";
import type { WritePorts } from "../records/command.ts";
import { isRecordId, type RecordAnswer } from "../records/get-record.ts";
import { changeRecord, createRecord } from "../records/write-record.ts";
import { judgeDuplicates } from "./duplicate-rows.ts";
import { findRecord, type WantedRecord } from "./find-record.ts";
import type { ImportWriter, RowOrder, RowOutcome } from "./import-writer.ts";
import { isUnproven, resolveLinks, stillBuilding } from "./resolve-links.ts";
import { rowRecordId } from "./row-record-id.ts";

export interface ImportWriterPorts extends WritePorts {
  readonly uniqueIndex: UniqueIndex;
  readonly signer: Signer;
}

/** Saves rows as the person who imports, through the same writes as the API. */
export function createImportWriter(ports: ImportWriterPorts, caller: Caller, importId: string): ImportWriter {
  return {
    async write(record, order) {
      const object = caller.model.objects.get(record.object);
      if (!object) throw new Error("an import's mapping names an object that is gone");
      const unproven = object.fields.find(
        (one) => isUnproven(object, one) && !isEmpty(record.values[one.apiName]),
      );
      if (unproven) return left("failed", stillBuilding(unproven), []);
      const links = await resolveLinks(ports, caller, record);
      const values = { ...record.values, ...links.values, ...linkToParent(object, order.parent) };
      const own = rowRecordId(ports.signer, importId, order.key);
      const owner = links.owner === undefined ? {} : { owner: links.owner };
      const request = {
        object: record.object,
        id: own,
        command: `${importId}.${order.key}`,
        values,
        ...owner,
      };
      const wanted = { object, id: record.id, values, parent: order.parent, match: matchOf(order) };
      const writing = { record, order, request, wanted };
      const first = await writeOnce(ports, caller, writing);
      // Somebody made the record a moment ago: now it is there to be found.
      const outcome = lostRace(first) ? await writeOnce(ports, caller, writing) : first;
      return { ...outcome, cellProblems: links.problems };
    },
  };
}

interface Writing {
  readonly record: RowRecord;
  readonly order: RowOrder;
  readonly request: Request;
  readonly wanted: WantedRecord;
}

async function writeOnce(
  ports: ImportWriterPorts,
  caller: Caller,
  { record, order, request, wanted }: Writing,
): Promise<Written> {
  const found = await findRecord(ports, caller, wanted);
  const existing = found === request.id ? null : found;
  const refusal = refused(order, existing);
  if (refusal) return { state: refusal.state, record: null, problems: [refusal.problem] };
  if (existing !== null) return change(ports, caller, { ...request, id: existing, order });
  const values = { ...record.defaults, ...request.values };
  if (order.parent) return create(ports, caller, { ...request, values });
  const verdict = await judgeDuplicates(ports, caller, { object: wanted.object, values, own: request.id });
  if (verdict.kind === "left") return { state: verdict.state, record: null, problems: [verdict.problem] };
  const updates = verdict.kind === "update" && order.rules.mode !== "create";
  return updates
    ? change(ports, caller, { ...request, id: verdict.id, order })
    : create(ports, caller, { ...request, values });
}

const raceCodes = new Set(["unique_violation", "possible_duplicate"]);

function lostRace({ state, problems }: Written): boolean {
  return state === "failed" && raceCodes.has(problems[0]?.code ?? "");
}

function matchOf({ parent, rules }: RowOrder): readonly string[] | undefined {
  return parent ? undefined : rules.match;
}

type Written = Omit<RowOutcome, "cellProblems">;
type Request = Parameters<typeof createRecord>[2] & { readonly id: string };

/** A record whose id is there already was made by an earlier delivery of the same import. */
async function create(ports: ImportWriterPorts, caller: Caller, request: Request): Promise<Written> {
  const ids = { ...ports.ids, ulid: () => request.id };
  const made = await createRecord({ ...ports, ids }, caller, request);
  if (!made.ok && made.problems[0]?.kind === "stale") {
    return { state: "created", record: { object: request.object, id: request.id }, problems: [] };
  }
  return written(made, "created");
}

async function change(
  ports: ImportWriterPorts,
  caller: Caller,
  { order, ...request }: Request & { readonly order: RowOrder },
): Promise<Written> {
  const before = await versionOf(ports, caller, request);
  const changed = await changeRecord(ports, caller, { ...request, expectedVersion: null });
  if (!changed.ok && changed.problems[0]?.kind === "notFound")
    return { state: "failed", record: null, problems: [noRecord] };
  const isSame = changed.ok && before === changed.value.version;
  const isOurs = isSame && order.wroteBefore(changed.value, request.command);
  return written(changed, isSame && !isOurs ? "skipped" : "updated");
}

async function versionOf(
  { recordStore }: ImportWriterPorts,
  { model, workspace }: Caller,
  ref: RecordRef,
): Promise<number | null> {
  const object = model.objects.get(ref.object);
  if (!object || !isRecordId(ref.id)) return null;
  return (await recordStore.get(workspace, object, ref.id))?.version ?? null;
}

function written(result: Result<RecordAnswer>, state: RowOutcome["state"]): Written {
  if (!result.ok) return { state: "failed", record: null, problems: result.problems };
  const { object, id } = result.value;
  return { state, record: { object, id }, problems: [] };
}

/** What the mode leaves alone: records that are there when only new ones are wanted, and the other way round. */
function refused(
  { rules, parent }: RowOrder,
  existing: string | null,
): { readonly state: "skipped" | "failed"; readonly problem: Problem } | null {
  if (parent) return null;
  if (rules.mode === "create" && existing !== null) return { state: "skipped", problem: isThere };
  if (rules.mode === "update" && existing === null) return { state: "failed", problem: noRecord };
  return null;
}

function left(
  state: "skipped" | "failed",
  problem: Problem,
  cellProblems: RowOutcome["cellProblems"],
): RowOutcome {
  return { state, record: null, problems: [problem], cellProblems };
}

function linkToParent(object: ObjectModel, parent: RecordRef | null): Record<string, Json> {
  const field = parent && object.fields.find((one) => targetOf(one) === parent.object);
  return field ? { [field.apiName]: parent.id } : {};
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null;
}

const isThere = invalid("", "already_there", {
  "zh-CN": "记录已存在，按“只新建”的设置未作更改。",
  en: "The record is there already; it was left alone because only new ones are made.",
});

const noRecord = invalid("", "no_match", {
  "zh-CN": "找不到这一行所指的记录。",
  en: "There is no record that this row is about.",
});
