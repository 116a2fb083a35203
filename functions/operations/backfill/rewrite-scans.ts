import { conversionFailure, keptKey, presentName, type FieldModel, type ObjectModel } from "#engine";
import type { KeyedJobError } from "../../ports/job-store.ts";
import { endBuild, markIndexReady } from "./end-build.ts";
import { rederive } from "./rederive.ts";
import type { Scan, ScanContext } from "./scan.ts";

const none: ReadonlySet<string> = new Set();

/** Stores records as a write of today would. */
async function rewriteAll(context: ScanContext, items: Parameters<Scan["chunk"]>[1], drop = none) {
  const { ports, workspace, object } = context;
  return ports.backfillStore.rewrite(workspace, object, { items, drop });
}

/** Keys of new indexes; ready when every record has them. */
export const indexBuild: Scan = {
  isWanted: ({ object, job }) => built(object, job.input).length > 0,
  chunk: async (context, items) => ({ changed: await rewriteAll(context, items), errors: [] }),
  async finish({ ports, workspace, job, object }) {
    for (const indexId of built(object, job.input))
      await markIndexReady(ports, workspace, { objectId: object.id, indexId });
    return "done";
  },
};

/** Ids of the job's indexes that the object still has. */
function built({ indexes }: ObjectModel, input: Readonly<Record<string, unknown>>): readonly string[] {
  const ids = Array.isArray(input["indexIds"]) ? input["indexIds"].map(String) : [String(input["indexId"])];
  return ids.filter((id) => indexes.some((one) => one.id === id));
}

/** Keys of an index that went. */
export const indexDrop: Scan = {
  chunk: async (context, items) => ({ changed: await rewriteAll(context, items), errors: [] }),
};

/** Values of a changed type under their new key; what cannot be converted is listed, and kept. */
export const convert: Scan = {
  isWanted: ({ object, job }) => conversionOf(object, job.input["fieldId"]) !== undefined,
  async chunk(context, items) {
    const { object, job } = context;
    const field = conversionOf(object, job.input["fieldId"]);
    const errors = field ? items.flatMap(({ record }) => failureOf(object, field, record) ?? []) : [];
    const changed = await rewriteAll(context, items);
    return { changed: changed + (await rederive(context, items)), errors };
  },
  async finish({ ports, workspace, job }) {
    await endBuild(ports, workspace, { build: job.input["build"], state: null });
    return "done";
  },
};

function conversionOf(object: ObjectModel, fieldId: unknown): FieldModel | undefined {
  return object.fields.find((one) => one.definition.id === fieldId && one.conversion !== undefined);
}

function failureOf(
  object: ObjectModel,
  field: FieldModel,
  record: Parameters<typeof presentName>[1],
): KeyedJobError | null {
  const old = conversionFailure(object, field.definition.id ?? "", record.values);
  if (old === null) return null;
  const value = (typeof old === "string" ? old : JSON.stringify(old)).slice(0, 80);
  return {
    key: record.id,
    row: null,
    code: "not_convertible",
    message: {
      "zh-CN": `“${value}”无法转换，旧值仍保留。`,
      en: `“${value}” cannot be converted; the old value is kept.`,
    },
    record: { object: object.apiName, id: record.id, name: presentName(object, record) },
  };
}

/** Values that no field has any more, after the time in which a roll back would have found them. */
export const purge: Scan = {
  async chunk(context, items) {
    const keys = purged(context.object, context.job.input["keys"]);
    return { changed: await rewriteAll(context, items, keys), errors: [] };
  },
};

/** A key that a field uses again, or is converted from, is not purged. */
function purged(object: ObjectModel, keys: unknown): ReadonlySet<string> {
  const list = Array.isArray(keys) ? keys.map(String) : [];
  const used = new Set(object.fields.flatMap((one) => [one.id, one.conversion?.from ?? one.id]));
  const usedKept = new Set([...used].map(keptKey));
  return new Set(
    list.flatMap((key) => [key, keptKey(key)]).filter((key) => !used.has(key) && !usedKept.has(key)),
  );
}
