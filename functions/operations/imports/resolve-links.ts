import {
  cellProblem,
  invalid,
  type CellProblem,
  type FieldModel,
  type Json,
  type ObjectModel,
  type Problem,
  type RowLink,
  type RowRecord,
} from "#engine";
import type { User } from "../../ports/user-store.ts";
import type { Caller } from "../access/caller.ts";
import { USER_OBJECT } from "../records/reference-names.ts";
import { holderOf, type FindPorts } from "./find-record.ts";

/** What the texts of a row's links and owner lead to. */
export interface ResolvedLinks {
  readonly values: Readonly<Record<string, Json>>;
  readonly owner?: string;
  /** Those that lead nowhere; they are left out. */
  readonly problems: readonly CellProblem[];
}

/** Looks up what a row names by something else than an id: records by a unique value, people by e-mail address or name. */
export async function resolveLinks(
  ports: Pick<FindPorts, "uniqueIndex">,
  caller: Caller,
  record: RowRecord,
): Promise<ResolvedLinks> {
  const values: Record<string, Json> = {};
  const problems: CellProblem[] = [];
  for (const link of record.links) {
    const id =
      link.target === USER_OBJECT ? await personId(caller, link.value) : await linkedId(ports, caller, link);
    if (id === null) problems.push(cellProblem(link.column, link.value, notLinked(caller, link)));
    else values[link.field] = link.namesObject ? { object: link.target, id } : id;
  }
  if (record.owner === null) return { values, problems };
  const owner = await personId(caller, record.owner);
  if (owner === null) return { values, problems: [...problems, cellProblem("", record.owner, unknownOwner)] };
  return { values, owner, problems };
}

/** Whether some records' values may not be found by the field, though it is unique. */
export function isUnproven(object: ObjectModel, field: FieldModel): boolean {
  return field.definition.unique === true && object.unproven?.has(field.id) === true;
}

export function stillBuilding({ definition }: FieldModel): Problem {
  return invalid(`/values/${definition.apiName}`, "uniqueness_building", {
    "zh-CN": `“${definition.label["zh-CN"]}”的唯一性检查尚未完成，暂时不能据此识别记录；请等后台任务成功完成后再导入。`,
    en: `The uniqueness of “${definition.label.en}” is still being built, so records cannot be told by it yet; import again once its job has succeeded.`,
  });
}

async function linkedId(
  ports: Pick<FindPorts, "uniqueIndex">,
  caller: Caller,
  link: RowLink,
): Promise<string | null> {
  const object = caller.model.objects.get(link.target);
  return object ? holderOf(ports, caller, { object, field: link.by, value: link.value }) : null;
}

async function personId(caller: Caller, text: string): Promise<string | null> {
  const wanted = text.toLowerCase();
  const is = ({ id, email, name, active }: User) =>
    active && (id === text || email.toLowerCase() === wanted || name.toLowerCase() === wanted);
  return [...(await caller.people()).values()].find(is)?.id ?? null;
}

function notLinked(caller: Caller, link: RowLink): Problem {
  if (link.target === USER_OBJECT) return unknownPerson;
  const target = caller.model.objects.get(link.target);
  const field = target?.byName.get(link.by);
  return target && field && isUnproven(target, field) ? stillBuilding(field) : nothingLinked(link);
}

function nothingLinked(link: RowLink): Problem {
  return invalid("", "link_not_found", {
    "zh-CN": `找不到编号为“${link.value.slice(0, 40)}”的记录，未建立关联。`,
    en: `No record has the number “${link.value.slice(0, 40)}”; the link was left out.`,
  });
}

const unknownPerson = invalid("", "unknown_person", {
  "zh-CN": "工作区中没有此人，未导入此单元格。",
  en: "There is no such person in the workspace; this cell was left out.",
});

const unknownOwner = invalid("", "unknown_owner", {
  "zh-CN": "工作区中没有此人，负责人设为导入者。",
  en: "There is no such person in the workspace; the importer became the owner.",
});
