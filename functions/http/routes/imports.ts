import { failure, success, type ColumnMapping, type Result } from "#engine";
import { analyzeImport } from "../../operations/imports/analyze-import.ts";
import { errorFile } from "../../operations/imports/error-file.ts";
import { readImport } from "../../operations/imports/read-import.ts";
import { startImport } from "../../operations/imports/start-import.ts";
import { analyzeBody, analyzedFiles, importState, startBody, startedImport } from "../answers/imports.ts";
import type { ImportFile } from "../../ports/import-store.ts";
import type { AdminContext } from "../context.ts";
import { notFound } from "../problems.ts";
import { readShape, wrongKind } from "../read-shape.ts";
import { ok, refused, type ApiAnswer, type ApiRequest, type MemberRoute, type RouteTable } from "../route.ts";

const importers = ["imports.run"] as const;
const tag = "imports";
const MAX_FILES = 20;

/** Imports of sheets: analyze, start (dry or real), follow, error file. */
export function addImportRoutes(table: RouteTable, context: AdminContext): void {
  for (const route of [analyze(), start(context), follow(context), errors(context)]) table.add(route);
}

function analyze(): MemberRoute {
  return {
    method: "POST",
    path: "/imports:analyze",
    access: importers,
    describe: {
      summary: { "zh-CN": "识别表格的列", en: "Propose what the columns of sheets mean" },
      tag,
      body: analyzeBody,
      answer: analyzedFiles,
    },
    handle({ caller, body }) {
      const files = readFiles(body, { required: ["files"] }, ["name", "text"]);
      if (!files.ok) return Promise.resolve(refused(...files.problems));
      const result = analyzeImport(
        caller.model,
        caller.access,
        files.value as { name: string; text: string }[],
      );
      return Promise.resolve(result.ok ? ok({ files: result.value }) : refused(...result.problems));
    },
  };
}

function start(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/imports",
    access: importers,
    creates: true,
    describe: {
      summary: { "zh-CN": "开始导入（可先试运行）", en: "Start an import, or a dry run of it" },
      tag,
      body: startBody,
      answer: startedImport,
      status: 202,
    },
    async handle({ caller, body }) {
      const files = readFiles(body, { required: ["files"], optional: ["dryRun"] }, [
        "name",
        "text",
        "object",
        "mapping",
      ]);
      if (!files.ok) return refused(...files.problems);
      const dryRun = (body as { readonly dryRun?: unknown }).dryRun ?? false;
      if (typeof dryRun !== "boolean")
        return refused(wrongKind("/dryRun", { "zh-CN": "布尔值", en: "a boolean" }));
      const { workspace, user } = caller;
      const request = { workspace, userId: user.id, files: files.value as unknown as ImportFile[], dryRun };
      const started = await startImport(context, caller, request);
      if (!started.ok) return refused(...started.problems);
      const { id, state, progress } = started.value;
      return {
        status: 202,
        headers: { location: `/api/v1/imports/${id}` },
        body: { id, state, progress, dryRun },
      };
    },
  };
}

function follow(context: AdminContext): MemberRoute {
  return {
    method: "GET",
    path: "/imports/{id}",
    access: importers,
    describe: {
      summary: { "zh-CN": "导入的进度与结果", en: "Progress and result of an import" },
      tag,
      answer: importState,
    },
    async handle({ caller, parameters }) {
      const request = { workspace: caller.workspace, userId: caller.user.id, id: parameters["id"] ?? "" };
      const state = await readImport(context, request);
      return state ? ok(state) : refused(notFound);
    },
  };
}

function errors(context: AdminContext): MemberRoute {
  return {
    method: "GET",
    path: "/imports/{id}/errors",
    access: importers,
    describe: {
      summary: { "zh-CN": "有问题的行（CSV）", en: "Rows with problems, as CSV" },
      tag,
      query: [{ name: "file", schema: { type: "string" }, required: true }],
    },
    handle: (request) => errorAnswer(context, request),
  };
}

async function errorAnswer(
  context: AdminContext,
  { caller, parameters, query, locale }: ApiRequest,
): Promise<ApiAnswer> {
  const id = parameters["id"] ?? "";
  const state = await readImport(context, { workspace: caller.workspace, userId: caller.user.id, id });
  const result = state?.files.find((one) => one.name === query.get("file"));
  if (!result) return refused(notFound);
  const file = (await context.importStore.files(caller.workspace, id)).find(
    (one) => one.name === result.name,
  );
  if (!file) return refused(notFound);
  const name = encodeURIComponent(`errors-${result.name}`);
  return {
    status: 200,
    headers: { "content-disposition": `attachment; filename="errors.csv"; filename*=UTF-8''${name}` },
    content: {
      type: "text/csv; charset=utf-8",
      content: base64(errorFile(file, result, locale)),
      binary: true,
    },
  };
}

/** As bytes, because a text answer loses its byte order mark on the way, and spreadsheets read UTF-8 by it. */
function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}

type Shape = Parameters<typeof readShape>[1];

/** The `files` of a body, each with exactly these properties of the right kinds. */
function readFiles(
  body: unknown,
  shape: Shape,
  properties: readonly string[],
): Result<readonly Readonly<Record<string, unknown>>[]> {
  const outer = readShape(body, shape);
  if (!outer.ok) return outer;
  const files = outer.value["files"];
  if (!Array.isArray(files) || files.length === 0 || files.length > MAX_FILES) {
    return failure(wrongKind("/files", { "zh-CN": `1–${MAX_FILES} 个文件`, en: `1–${MAX_FILES} files` }));
  }
  const problems = files.flatMap((file, at) => fileProblems(file, `/files/${at}`, properties));
  return problems.length > 0 ? failure(...problems) : success(files as Record<string, unknown>[]);
}

function fileProblems(file: unknown, pointer: string, properties: readonly string[]) {
  const shape = readShape(file, { required: properties });
  if (!shape.ok) return shape.problems.map((one) => ({ ...one, pointer: pointer + one.pointer }));
  const given = shape.value;
  const text = { "zh-CN": "文本", en: "text" };
  const wrongTexts = ["name", "text", "object"]
    .filter((name) => properties.includes(name) && typeof given[name] !== "string")
    .map((name) => wrongKind(`${pointer}/${name}`, text));
  const isMapping = !properties.includes("mapping") || isColumnMapping(given["mapping"]);
  const list = { "zh-CN": "列映射的列表", en: "a list of column mappings" };
  return isMapping ? wrongTexts : [...wrongTexts, wrongKind(`${pointer}/mapping`, list)];
}

function isColumnMapping(value: unknown): value is readonly ColumnMapping[] {
  return (
    Array.isArray(value) &&
    value.every((one: unknown) => {
      const shape = readShape(one, { required: ["column", "object", "field"], optional: ["by"] });
      return shape.ok && Object.values(shape.value).every((part) => typeof part === "string");
    })
  );
}
