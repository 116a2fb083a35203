import {
  compileWorkspace,
  decideWrite,
  writeNeeds,
  type JsonObject,
  type ObjectModel,
  type StoredRecord,
  type WriteRequest,
} from "#engine";
import { fieldTypeSamples } from "../laws/samples.generated.ts";

const label = { "zh-CN": "字段", en: "Field" };
const NOW = "2026-01-05T08:00:00.000Z";

/** One object with a field of every type, settings and values from the samples. */
const fields = fieldTypeSamples.map(({ type, samples }, at) => ({
  id: `f${at}`,
  apiName: `${type.name.toLowerCase()}_field`,
  type: type.name,
  label: { "zh-CN": type.label["zh-CN"], en: type.label.en },
  settings: samples.cases[0]?.settings ?? {},
}));
const stageOptions = ["open", "won"].map((value) => ({ value, label: { "zh-CN": value, en: value } }));

const object = {
  id: "o1",
  apiName: "everything",
  label,
  pluralLabel: label,
  nameField: "name",
  fields: [
    { id: "name", apiName: "name", type: "text", label: { "zh-CN": "名称", en: "Name" }, required: true },
    { id: "code", apiName: "code", type: "text", label, unique: true },
    {
      id: "stage",
      apiName: "stage",
      type: "select",
      label,
      settings: { options: stageOptions },
      default: '"open"',
    },
    { id: "cost", apiName: "cost", type: "number", label: { "zh-CN": "费用", en: "Cost" } },
    ...fields,
  ],
};
const pipeline = {
  id: "p1",
  apiName: "stages",
  label,
  object: "everything",
  stageField: "stage",
  stages: [
    { option: "open", probability: 10, category: "open" },
    { option: "won", probability: 100, category: "won", requiredFields: ["cost"] },
  ],
};
const rule = {
  id: "r1",
  apiName: "cost_positive",
  label,
  object: "everything",
  must: "record.cost > 0",
  message: { "zh-CN": "费用须大于零。", en: "Cost must be above zero." },
  fields: ["cost"],
};

/** The workspace of the record laws: an object, its pipeline and its rule. */
export const model = compileWorkspace({
  settings: { id: "acme", name: "Acme", timeZone: "Asia/Shanghai", locale: "zh-CN", currency: "CNY" },
  version: 1,
  documents: [
    { kind: "object", id: "o1", apiName: "everything", body: object },
    { kind: "pipeline", id: "p1", apiName: "stages", body: pipeline },
    { kind: "rule", id: "r1", apiName: "cost_positive", body: rule },
  ],
  indexes: {},
});
/** The object with a field of every type. */
export const everything = model.objects.get("everything") as ObjectModel;

const actor = { kind: "user", id: "u1" } as const;
/** What every decision about a record of it is given. */
export const base = {
  model,
  object: everything,
  access: null,
  now: NOW,
  id: "R1",
  numbers: {},
  related: [],
  causation: { command: "c", correlation: "c", depth: 0, path: [], actor },
};

/** Grants everything but what is named. */
export function accessWith(levels: Readonly<Record<string, "none" | "read">>, sees = true) {
  return {
    create: true,
    read: true,
    update: true,
    delete: true,
    field: (name: string) => levels[name] ?? ("write" as const),
    seesRecord: () => sees,
  };
}

/** The decision about a new record; what it refers to is there and visible unless told otherwise. */
export function create(values: JsonObject, more: Partial<WriteRequest> = {}) {
  const { references } = writeNeeds({ object: everything, values, kind: "create" });
  const related = references.map(({ ref }) => ({ ref, visible: true }));
  return decideWrite({
    ...base,
    kind: "create",
    current: null,
    expectedVersion: null,
    values,
    related,
    ...more,
  });
}

/** The decision about a change to the version that is stored. */
export function update(current: StoredRecord, values: JsonObject, more: Partial<WriteRequest> = {}) {
  return decideWrite({ ...base, kind: "update", current, expectedVersion: current.version, values, ...more });
}

/** A new record, which must be accepted. */
export function recordOf(values: JsonObject): StoredRecord {
  const made = create(values);
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.value.record;
}

/** Problems as `pointer code`; none for a success. */
export function codes(result: { ok: boolean; problems?: readonly { pointer: string; code: string }[] }) {
  return (result.problems ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
}
