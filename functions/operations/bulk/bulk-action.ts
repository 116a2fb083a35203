import {
  holdsText,
  invalid,
  nodeType,
  objectAccess,
  type JsonObject,
  type ObjectModel,
  type Problem,
  type TextReplacement,
} from "#engine";
import type { Caller } from "../access/caller.ts";
import { fieldForbidden, forbidden, notFound } from "../records/problems.ts";

/** What a bulk job does to each of its records. */
export type BulkAction =
  | { readonly kind: "edit"; readonly values: JsonObject }
  | { readonly kind: "delete" }
  | { readonly kind: "owner"; readonly owner: string }
  /** API name or id of a workflow that people start. */
  | { readonly kind: "workflow"; readonly workflow: string }
  | ({ readonly kind: "replace"; readonly field: string } & TextReplacement);

/** Why this caller cannot do this to any record of the object; each record is asked for itself besides. */
export function actionProblems(caller: Caller, object: ObjectModel, action: BulkAction): readonly Problem[] {
  const granted = objectAccess(caller.access, object.apiName);
  if (!granted.read) return [notFound];
  const isAllowed = action.kind === "delete" ? granted.delete : granted.update;
  if (!isAllowed) return [forbidden];
  return checks[action.kind]({ caller, object }, action as never);
}

interface About {
  readonly caller: Caller;
  readonly object: ObjectModel;
}

type Of<Kind extends BulkAction["kind"]> = Extract<BulkAction, { kind: Kind }>;
type Checks = {
  readonly [Kind in BulkAction["kind"]]: (about: About, action: Of<Kind>) => readonly Problem[];
};

const checks: Checks = {
  edit(about, { values }) {
    const names = Object.keys(values);
    if (names.length === 0) return [noValues];
    return names.flatMap((name) => {
      const pointer = `/action/values/${name}`;
      const type = about.object.byName.get(name)?.type;
      const hidden = unwritable(about, name, pointer);
      return hidden.length > 0 || !(type?.files ?? type?.sealed) ? hidden : [{ ...oneByOne, pointer }];
    });
  },
  delete: () => [],
  owner({ caller, object }) {
    const isGranted = objectAccess(caller.access, object.apiName).field("owner") === "write";
    return isGranted ? [] : [forbidden];
  },
  workflow: ({ caller, object }, { workflow }) =>
    startedByPeople(caller, object).some((one) => [one.id, one.apiName].includes(workflow))
      ? []
      : [noWorkflow],
  replace(about, { field: name, find }) {
    const hidden = unwritable(about, name, "/action/field");
    if (hidden.length > 0) return hidden;
    const field = about.object.byName.get(name);
    return [...(field && holdsText(field) ? [] : [noText]), ...(find === "" ? [nothingToFind] : [])];
  },
};

/** Active workflows about the object that start when somebody wants them to. */
export function startedByPeople({ model }: Caller, object: ObjectModel) {
  return model.workflows.filter(
    ({ object: of, active, nodes }) =>
      of === object.apiName &&
      active !== false &&
      nodeType(nodes[0]?.type ?? "")?.startsOn?.includes("enrolled") === true,
  );
}

function unwritable({ caller, object }: About, name: string, pointer: string): readonly Problem[] {
  const level = objectAccess(caller.access, object.apiName).field(name);
  if (!object.byName.has(name) || level === "none") return [fieldForbidden(name, pointer)];
  return level === "read" ? [{ ...forbidden, pointer }] : [];
}

const noValues = invalid("/action/values", "required", {
  "zh-CN": "请至少给出一个要修改的字段。",
  en: "Give at least one field to change.",
});
const oneByOne = invalid("", "one_by_one", {
  "zh-CN": "此字段只能在单条记录中修改。",
  en: "This field can only be changed record by record.",
});
const noText = invalid("/action/field", "not_text", {
  "zh-CN": "只能在文本类字段中查找替换。",
  en: "Text can be replaced in fields that hold text only.",
});
const nothingToFind = invalid("/action/find", "required", {
  "zh-CN": "请输入要查找的文字。",
  en: "Say which text to find.",
});
const noWorkflow = invalid("/action/workflow", "unknown_workflow", {
  "zh-CN": "没有可由人启动的启用流程叫这个名称。",
  en: "There is no active workflow of this name that people can start.",
});
