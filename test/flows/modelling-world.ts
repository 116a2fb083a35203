import { expect } from "vitest";
import type { Choice, FieldDefinition, ObjectDefinition } from "#engine";
import { composeJobs } from "#functions/compose/jobs.ts";
import { runJob } from "#functions/operations/jobs/run-job.ts";
import type { Body, Client } from "./api-under-test.ts";
import { publishDocuments } from "./publish-documents.ts";

/** An object definition whose options can be reached. */
export interface ObjectBody extends Omit<ObjectDefinition, "fields"> {
  readonly fields: readonly (Omit<FieldDefinition, "settings"> & { readonly settings?: Settings })[];
}
interface Settings {
  readonly options?: readonly Choice[];
  readonly [name: string]: unknown;
}

const label = (zh: string, en: string) => ({ "zh-CN": zh, en });

/** An object that uses all that an object can be told of its fields. */
export const house: ObjectBody = {
  apiName: "house",
  label: label("房屋", "House"),
  pluralLabel: label("房屋", "Houses"),
  nameField: "name",
  fields: [
    { apiName: "name", type: "text", label: label("名称", "Name"), required: true },
    {
      apiName: "kind",
      type: "select",
      label: label("类型", "Kind"),
      required: true,
      settings: {
        options: [
          { value: "flat", label: label("公寓", "Flat"), color: "blue" },
          { value: "villa", label: label("别墅", "Villa"), color: "green" },
        ],
      },
    },
    {
      apiName: "heating",
      type: "select",
      label: label("供暖", "Heating"),
      indexed: true,
      settings: {
        options: [
          { value: "district", label: label("集中供暖", "District") },
          { value: "electric", label: label("电暖", "Electric") },
          { value: "gas", label: label("燃气", "Gas") },
          { value: "coal", label: label("燃煤", "Coal") },
        ],
      },
    },
    {
      apiName: "region",
      type: "select",
      label: label("地区", "Region"),
      settings: { optionSet: "regions" },
    },
    {
      apiName: "city",
      type: "select",
      label: label("城市", "City"),
      settings: {
        controlledBy: "region",
        options: [
          { value: "harbin", label: label("哈尔滨", "Harbin"), onlyFor: ["north"] },
          { value: "sanya", label: label("三亚", "Sanya"), onlyFor: ["south"] },
          { value: "other", label: label("其他", "Other") },
        ],
      },
    },
    { apiName: "street", type: "text", label: label("街道", "Street") },
    { apiName: "number", type: "number", label: label("号", "Number") },
    { apiName: "floor", type: "number", label: label("楼层", "Floor") },
    {
      apiName: "elevator",
      type: "text",
      label: label("电梯", "Elevator"),
      requiredIf: "record.floor > 6",
    },
    { apiName: "price", type: "number", label: label("价格", "Price"), readOnlyIf: "record.sold == true" },
    { apiName: "sold", type: "checkbox", label: label("已售", "Sold") },
    {
      apiName: "garden",
      type: "text",
      label: label("花园", "Garden"),
      required: true,
      visibleIf: 'record.kind == "villa"',
    },
  ],
  uniques: [{ apiName: "place", label: label("门牌", "Street and number"), fields: ["street", "number"] }],
  recordTypeField: "kind",
  recordTypes: [{ option: "villa", options: { heating: ["electric"] } }],
};

/** Shared options. */
export const regions = {
  apiName: "regions",
  label: label("地区", "Regions"),
  options: [
    { value: "north", label: label("北方", "North"), color: "blue" },
    { value: "south", label: label("南方", "South"), color: "orange" },
  ],
};

/** One who sees neither the number nor the floor of a house. */
export const houseRoles = [
  {
    apiName: "blind_rep",
    label: label("受限", "Narrow"),
    objects: {
      house: {
        create: true,
        read: true,
        update: true,
        delete: true,
        scope: "all",
        fields: { number: "none", floor: "none", "*": "write" },
      },
    },
  },
];

/** Imports one row; the codes of what was wrong with it. */
export async function importRow(
  admin: Client,
  cells: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const columns = Object.keys(cells);
  const text = `${columns.join(",")}\n${Object.values(cells).join(",")}\n`;
  const mapping = columns.map((column) => ({ column, object: "house", field: column }));
  const files = [{ name: "houses.csv", object: "house", text, mapping }];
  const started = await admin.post("/imports", { files, dryRun: false });
  expect(started.status).toBe(202);
  await runJob(composeJobs(), {
    id: started.body.id,
    type: "crm.job.requested",
    typeVersion: 1,
    workspace: "acme",
    subject: { object: "job", id: started.body.id },
    recordVersion: 0,
    occurredAt: new Date(0).toISOString(),
    actor: { kind: "user", id: "admin" },
    correlation: started.body.id,
    causation: started.body.id,
    depth: 0,
    path: [],
    data: {},
  });
  const done = await admin.get(`/imports/${started.body.id}`);
  const [file] = done.body["files"] as readonly { readonly problems: readonly { readonly code: string }[] }[];
  return (file?.problems ?? []).map((one) => one.code);
}

/** A document to be saved as a working copy. */
export interface Draft {
  readonly kind: string;
  readonly body: { readonly apiName: string };
}

/** The object's working copy. */
export const asDraft = (body: ObjectBody): Draft => ({ kind: "object", body });

/** The object as it is published. */
export async function currentHouse(admin: Client): Promise<ObjectBody> {
  const { body } = await admin.get("/metadata");
  const documents = body["documents"] as { kind: string; apiName: string; body: ObjectBody }[];
  const found = documents.find((one) => one.kind === "object" && one.apiName === "house");
  if (!found) throw new Error("the object is published");
  return found.body;
}

/** Place and code of each problem. */
export function problems(body: Body): readonly string[] {
  return body.errors.map((one) => `${String(one["pointer"])} ${one.code}`);
}

/** Problems that a draft of the object would be refused for. */
export async function refusedFor(admin: Client, change: Partial<ObjectBody>): Promise<readonly string[]> {
  const body = { ...(await currentHouse(admin)), ...change };
  const saved = await admin.send("PUT", "/metadata/draft/object/house", { body });
  if (saved.status !== 200) return problems(saved.body);
  const plan = await admin.post("/metadata/plan", {});
  await admin.send("DELETE", "/metadata/draft/object/house?discard=true");
  return problems({ errors: plan.body["refused"] } as Body);
}

let number = 0;

/** Values of a house that nothing is wrong with, of a name that no other has. */
export const valid = (more: object = {}) => ({ name: `屋 ${(number += 1)}`, kind: "flat", ...more });

/** Creates a house that must be taken. */
export async function make(admin: Client, more: object = {}): Promise<Body> {
  const made = await admin.post("/objects/house/records", { values: valid(more) });
  expect([made.status, made.status === 201 ? "" : made.text]).toEqual([201, ""]);
  return made.body;
}

/** What a creation, a change and a bulk item with these values are refused for. */
export async function refusals(admin: Client, values: object): Promise<readonly (readonly string[])[]> {
  const target = await make(admin);
  const sent = valid(values);
  const made = await admin.post("/objects/house/records", { values: sent });
  const changed = await admin.patch(`/objects/house/records/${target.id}`, { values }, "*");
  const bulk = await admin.post("/objects/house/bulk", { operations: [{ op: "create", values: sent }] });
  const [item] = bulk.body.results;
  return [problems(made.body), problems(changed.body), problems(item?.["problem"] as Body)];
}

/** Publishes the option as retired. */
export async function retire(admin: Client, field: string, value: string): Promise<void> {
  const body = await currentHouse(admin);
  const fields = body.fields.map((one) => {
    if (one.apiName !== field) return one;
    const options = (one.settings?.options ?? []).map((option) =>
      option.value === value ? { ...option, retired: true } : option,
    );
    return { ...one, settings: { ...one.settings, options } };
  });
  await publishDocuments(admin, [asDraft({ ...body, fields })]);
}
