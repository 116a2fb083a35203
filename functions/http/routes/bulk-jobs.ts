import { failure, success, type JsonObject, type Problem, type Result } from "#engine";
import type { BulkAction } from "../../operations/bulk/bulk-action.ts";
import { previewBulk } from "../../operations/bulk/preview-bulk.ts";
import { startBulk } from "../../operations/bulk/start-bulk.ts";
import { readFilter } from "../../operations/records/query-request.ts";
import { bulkPreview } from "../answers/bulk-jobs.ts";
import { job as jobAnswer } from "../answers/jobs.ts";
import type { AdminContext } from "../context.ts";
import { readShape, wrongKind } from "../read-shape.ts";
import { ok, refused, type MemberRoute, type RouteTable } from "../route.ts";
import { anyObject, closed, nullable, recordValues, text } from "../schemas.ts";
import { accepted } from "./jobs.ts";

const LONGEST_TEXT = 1_000;
const aText = { type: "string", maxLength: LONGEST_TEXT };

/** Jobs that do something to every record of a filter. */
export function addBulkJobRoutes(table: RouteTable, context: AdminContext): void {
  table.add(start(context));
}

function start(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/objects/{object}/bulk-jobs",
    access: "member",
    creates: true,
    describe: {
      summary: {
        "zh-CN": "对符合条件的全部记录执行批量操作；dryRun 只预览",
        en: "Do something to all records of a filter; dryRun only previews",
      },
      tag: "records",
      body: closed({ filter: nullable(anyObject), action: actionSchema, dryRun: { type: "boolean" } }, [
        "action",
      ]),
      status: 202,
      answer: jobAnswer,
      other: { 200: bulkPreview },
    },
    async handle({ caller, parameters, body }) {
      const shape = readShape(body, { required: ["action"], optional: ["filter", "dryRun"] });
      if (!shape.ok) return refused(...shape.problems);
      const filter = readFilter(shape.value["filter"]);
      const action = readAction(shape.value["action"]);
      if (!filter.ok) return refused(...filter.problems);
      if (!action.ok) return refused(...action.problems);
      const { dryRun = false } = shape.value;
      if (typeof dryRun !== "boolean") return refused(wrongKind("/dryRun", aBoolean));
      const request = { object: parameters["object"] ?? "", filter: filter.value, action: action.value };
      if (!dryRun) {
        const started = await startBulk(context, caller, request);
        return started.ok ? accepted(started.value) : refused(...started.problems);
      }
      const preview = await previewBulk(context, caller, request);
      return preview.ok
        ? ok({ ...preview.value, samples: preview.value.samples.map(withTold) })
        : refused(...preview.problems);
    },
  };
}

/** Problems as an answer tells them. */
export function withTold<Item extends { readonly problems: readonly Problem[] }>(item: Item) {
  return {
    ...item,
    problems: item.problems.map(({ code, pointer, message }) => ({ code, pointer, message })),
  };
}

const kind = (name: string) => ({ const: name });
const actionSchema = {
  oneOf: [
    closed({ kind: kind("edit"), values: recordValues }, ["kind", "values"]),
    closed({ kind: kind("delete") }, ["kind"]),
    closed({ kind: kind("owner"), owner: text }, ["kind", "owner"]),
    closed({ kind: kind("workflow"), workflow: text }, ["kind", "workflow"]),
    closed(
      {
        kind: kind("replace"),
        field: text,
        find: { ...aText, minLength: 1 },
        replace: aText,
        wholeValue: { type: "boolean" },
        ignoreCase: { type: "boolean" },
      },
      ["kind", "field", "find", "replace"],
    ),
  ],
};

function readAction(given: unknown): Result<BulkAction> {
  const name = typeof given === "object" && given !== null ? (given as { kind?: unknown }).kind : undefined;
  const isKnown = typeof name === "string" && Object.hasOwn(shapes, name);
  if (!isKnown) return under(wrongKind("/kind", oneOfKinds));
  const { required, optional = [], check } = shapes[name as BulkAction["kind"]];
  const shape = readShape(given, { required: ["kind", ...required], optional });
  if (!shape.ok) return under(...shape.problems);
  const problems = check(shape.value);
  return problems.length > 0 ? under(...problems) : success(shape.value as unknown as BulkAction);
}

interface ActionShape {
  readonly required: readonly string[];
  readonly optional?: readonly string[];
  readonly check: (given: Readonly<Record<string, unknown>>) => readonly Problem[];
}

const shapes: Readonly<Record<BulkAction["kind"], ActionShape>> = {
  edit: {
    required: ["values"],
    check: ({ values }) => (isObject(values) ? [] : [wrongKind("/values", anObject)]),
  },
  delete: { required: [], check: () => [] },
  owner: { required: ["owner"], check: (given) => notText(given, ["owner"]) },
  workflow: { required: ["workflow"], check: (given) => notText(given, ["workflow"]) },
  replace: {
    required: ["field", "find", "replace"],
    optional: ["wholeValue", "ignoreCase"],
    check: (given) => [
      ...notText(given, ["field", "find", "replace"]),
      ...["wholeValue", "ignoreCase"]
        .filter((one) => given[one] !== undefined && typeof given[one] !== "boolean")
        .map((one) => wrongKind(`/${one}`, aBoolean)),
    ],
  },
};

function notText(given: Readonly<Record<string, unknown>>, wanted: readonly string[]): readonly Problem[] {
  return wanted
    .filter((one) => typeof given[one] !== "string" || given[one].length > LONGEST_TEXT)
    .map((one) => wrongKind(`/${one}`, shortText));
}

function isObject(given: unknown): given is JsonObject {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}

function under(...problems: readonly Problem[]): Result<never> {
  return failure(...problems.map((one) => ({ ...one, pointer: `/action${one.pointer}` })));
}

const aBoolean = { "zh-CN": "布尔值", en: "a boolean" };
const anObject = { "zh-CN": "按字段名给出的值", en: "values by field name" };
const shortText = {
  "zh-CN": `不超过 ${String(LONGEST_TEXT)} 字符的文本`,
  en: `text of at most ${String(LONGEST_TEXT)} characters`,
};
const oneOfKinds = {
  "zh-CN": "edit、delete、owner、workflow 或 replace",
  en: "edit, delete, owner, workflow or replace",
};
