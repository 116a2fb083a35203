import {
  cellProblem,
  invalid,
  pageReader,
  targetOf,
  type CellProblem,
  type FieldModel,
  type Json,
  type ObjectModel,
  type Problem,
  type RecordRef,
  type Result,
  type RowLink,
  type RowRecord,
} from "#engine";
import type { Signer } from "../../ports/signer.ts";
import type { UniqueIndex } from "../../ports/unique-index.ts";
import type { Caller } from "../access/caller.ts";
import type { WritePorts } from "../records/command.ts";
import type { RecordAnswer } from "../records/get-record.ts";
import { planFor } from "../records/plan-for.ts";
import { changeRecord, createRecord } from "../records/write-record.ts";
import { dryRunStores } from "./dry-run-store.ts";
import type { ImportWriter, RowOutcome } from "./import-writer.ts";
import { rowRecordId } from "./row-record-id.ts";

export interface ImportWriterPorts extends WritePorts {
  readonly uniqueIndex: UniqueIndex;
  readonly signer: Signer;
}

/** Saves rows as the person who imports, through the same writes as the API; a dry run keeps them in memory. */
export function createImportWriter(
  real: ImportWriterPorts,
  caller: Caller,
  run: { readonly importId: string; readonly dryRun: boolean },
): ImportWriter {
  const ports = run.dryRun ? { ...real, ...dryRunStores(real) } : real;
  return {
    async write(record, { key, parent }) {
      const object = caller.model.objects.get(record.object);
      if (!object) throw new Error("an import's mapping names an object that is gone");
      const cellProblems: CellProblem[] = [];
      const unproven = object.fields.find(
        (one) => isUnproven(object, one) && !isEmpty(record.values[one.apiName]),
      );
      if (unproven)
        return { state: "failed", record: null, problems: [stillBuilding(unproven)], cellProblems };
      const values = { ...record.values, ...linkToParent(object, parent) };
      for (const link of record.links) {
        const id = await linkedId(ports, caller, link);
        if (id === null) cellProblems.push(cellProblem(link.column, link.value, notLinked(caller, link)));
        else values[link.field] = id;
      }
      const owner = await ownerOf(caller, record, cellProblems);
      const request = { object: record.object, values, command: `${run.importId}.${key}`, ...owner };
      const existing = await existingId(ports, caller, { object, values, parent });
      const id = rowRecordId(ports.signer, run.importId, key);
      const outcome =
        existing === null || existing === id
          ? await create(ports, caller, { ...request, id })
          : await change(ports, caller, { ...request, id: existing });
      return { ...outcome, cellProblems };
    },
  };
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

async function change(ports: ImportWriterPorts, caller: Caller, request: Request): Promise<Written> {
  const object = caller.model.objects.get(request.object);
  const before = object && (await ports.recordStore.get(caller.workspace, object, request.id));
  const changed = await changeRecord(ports, caller, { ...request, expectedVersion: null });
  const isSame = changed.ok && before?.version === changed.value.version;
  return written(changed, isSame ? "skipped" : "updated");
}

function written(result: Result<RecordAnswer>, state: RowOutcome["state"]): Written {
  if (!result.ok) return { state: "failed", record: null, problems: result.problems };
  const { object, id } = result.value;
  return { state, record: { object, id }, problems: [] };
}

function linkToParent(object: ObjectModel, parent: RecordRef | null): Record<string, Json> {
  const field = parent && object.fields.find((one) => targetOf(one) === parent.object);
  return field ? { [field.apiName]: parent.id } : {};
}

async function linkedId(ports: ImportWriterPorts, caller: Caller, link: RowLink): Promise<string | null> {
  const target = caller.model.objects.get(link.target);
  return target ? holderOf(ports, caller, { object: target, field: link.by, value: link.value }) : null;
}

/** The record whose unique field holds a text, as the field's type reads it. */
async function holderOf(
  ports: ImportWriterPorts,
  caller: Caller,
  wanted: { readonly object: ObjectModel; readonly field: string; readonly value: Json },
): Promise<string | null> {
  const field = wanted.object.byName.get(wanted.field);
  const key = field?.type.uniqueKey?.(wanted.value, field.settings);
  if (!field || key === undefined) return null;
  const claim = { object: wanted.object.apiName, fieldId: field.id, key };
  return ports.uniqueIndex.holder(caller.workspace, wanted.object, claim);
}

interface Wanted {
  readonly object: ObjectModel;
  readonly values: Readonly<Record<string, Json>>;
  readonly parent: RecordRef | null;
}

/** The record a row is about: by a unique value, or for a child by its name below the same parent. */
async function existingId(ports: ImportWriterPorts, caller: Caller, wanted: Wanted): Promise<string | null> {
  for (const field of wanted.object.fields) {
    const value = wanted.values[field.apiName];
    if (field.definition.unique !== true || value === undefined || isEmpty(value)) continue;
    const holder = await holderOf(ports, caller, { object: wanted.object, field: field.apiName, value });
    if (holder !== null) return holder;
  }
  return wanted.parent ? childNamed(ports, caller, { ...wanted, parent: wanted.parent }) : null;
}

async function childNamed(
  ports: ImportWriterPorts,
  caller: Caller,
  { object, values, parent }: Wanted & { readonly parent: RecordRef },
): Promise<string | null> {
  const link = object.fields.find((one) => targetOf(one) === parent.object);
  const name = values[object.nameField.apiName];
  if (!link || name === undefined || name === null) return null;
  const filter = {
    and: [
      { field: link.apiName, op: "eq" as const, value: parent.id },
      { field: object.nameField.apiName, op: "eq" as const, value: name },
    ],
  };
  const now = ports.clock.now().toISOString();
  const plan = planFor(caller, { object, filter, sort: [], limit: 1, columns: ["id"], now });
  if (!plan.ok) return null;
  const reader = pageReader(object, []);
  const read = { object, plan: plan.value, limit: 1, position: null, reader };
  return (await ports.recordStore.query(caller.workspace, read)).items[0]?.id ?? null;
}

async function ownerOf(
  caller: Caller,
  record: RowRecord,
  problems: CellProblem[],
): Promise<{ readonly owner?: string }> {
  if (record.owner === null) return {};
  const wanted = record.owner.toLowerCase();
  const people = [...(await caller.people()).values()].filter((one) => one.active);
  const found = people.find((one) => one.email.toLowerCase() === wanted || one.name.toLowerCase() === wanted);
  if (found) return { owner: found.id };
  problems.push(cellProblem("", record.owner, unknownOwner));
  return {};
}

/** Whether some records' values may not be found by the field, though it is unique. */
function isUnproven(object: ObjectModel, field: FieldModel): boolean {
  return field.definition.unique === true && object.unproven?.has(field.id) === true;
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null;
}

function notLinked(caller: Caller, link: RowLink): Problem {
  const target = caller.model.objects.get(link.target);
  const field = target?.byName.get(link.by);
  return target && field && isUnproven(target, field) ? stillBuilding(field) : nothingLinked(link);
}

function stillBuilding({ definition }: FieldModel): Problem {
  return invalid(`/values/${definition.apiName}`, "uniqueness_building", {
    "zh-CN": `“${definition.label["zh-CN"]}”的唯一性检查尚未完成，暂时不能据此识别记录；请等后台任务成功完成后再导入。`,
    en: `The uniqueness of “${definition.label.en}” is still being built, so records cannot be told by it yet; import again once its job has succeeded.`,
  });
}

function nothingLinked(link: RowLink): Problem {
  return invalid("", "link_not_found", {
    "zh-CN": `找不到编号为“${link.value.slice(0, 40)}”的记录，未建立关联。`,
    en: `No record has the number “${link.value.slice(0, 40)}”; the link was left out.`,
  });
}

const unknownOwner = invalid("", "unknown_owner", {
  "zh-CN": "工作区中没有此人，负责人设为导入者。",
  en: "There is no such person in the workspace; the importer became the owner.",
});
