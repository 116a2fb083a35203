import { valueKey, type MetadataDocument, type ObjectDefinition, type Problem } from "#engine";
import type { Build } from "../../ports/metadata-store.ts";
import type { PlannedChange } from "./plan-effects.ts";

/** Why a plan cannot be published: what is in use first, then faults of the documents, then of the data. */
export function refusals(request: {
  readonly changes: readonly PlannedChange[];
  readonly problems: readonly Problem[];
  readonly builds: Readonly<Record<string, Build>>;
  readonly documents: readonly MetadataDocument[];
}): readonly Problem[] {
  const { changes, problems } = request;
  const used = changes.filter((one) => one.change === "removed" && one.usedBy.length > 0);
  const uses = new Set(
    used.flatMap((one) => one.usedBy.map(({ kind, apiName, pointer }) => `/${kind}/${apiName}${pointer}`)),
  );
  return [
    ...used.map(inUse),
    ...problems.filter((one) => !uses.has(one.pointer)),
    ...changes.filter((one) => one.class === "refused").map(duplicated),
    ...changes.filter((one) => isConverting(one, request)).map(converting),
  ];
}

function inUse(change: PlannedChange): Problem {
  const count = change.usedBy.length;
  return {
    kind: "conflict",
    code: "in_use",
    pointer: pointerOf(change),
    message: {
      "zh-CN": `仍有 ${count} 处在使用，不能删除；请先移除这些引用，或使用“移除引用”。`,
      en: `It is still used in ${count} places and cannot go; remove those mentions first, or let them be removed.`,
    },
    details: { usedBy: change.usedBy },
  };
}

function duplicated(change: PlannedChange): Problem {
  const { affected, groups } = change;
  return {
    kind: "conflict",
    code: "duplicate_values",
    pointer: pointerOf(change),
    message: {
      "zh-CN": `${affected} 条记录的值与其他记录重复，不能设为唯一。`,
      en: `${affected} records share their value with another one, so it cannot be unique.`,
    },
    details: { groups },
  };
}

/** A second change of type has to wait until the first has reached every record. */
function isConverting(
  change: PlannedChange,
  {
    builds,
    documents,
  }: { readonly builds: Readonly<Record<string, Build>>; readonly documents: readonly MetadataDocument[] },
): boolean {
  const field = retypedField(change, documents);
  const running = field && builds[`convert/${field.objectId}/${field.id}`];
  return running?.state === "building" && running.input["from"] !== field?.key;
}

function retypedField(
  { kind, apiName, path }: PlannedChange,
  documents: readonly MetadataDocument[],
): { readonly objectId: string; readonly id: string; readonly key: string } | null {
  const at = /^\/fields\/(\d+)\/type$/.exec(path)?.[1];
  const document = documents.find((one) => one.kind === kind && one.apiName === apiName);
  const field = at === undefined ? undefined : (document?.body as ObjectDefinition).fields[Number(at)];
  return document && field ? { objectId: document.id, id: field.id ?? "", key: valueKey(field) } : null;
}

function converting(change: PlannedChange): Problem {
  return {
    kind: "conflict",
    code: "conversion_running",
    pointer: pointerOf(change),
    message: {
      "zh-CN": "上一次类型转换尚未完成，请等待任务结束后再修改。",
      en: "The last change of type has not reached every record yet; wait until its job is done.",
    },
  };
}

function pointerOf({ kind, apiName, path }: PlannedChange): string {
  return `/${kind}/${apiName}${path}`;
}
