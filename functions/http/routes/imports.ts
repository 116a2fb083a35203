import { invalid, type Locale, type Result } from "#engine";
import { analyzeImport } from "../../operations/imports/analyze-import.ts";
import { readErrorFile, type FaultyRows } from "../../operations/imports/error-file.ts";
import { beginImportUpload } from "../../operations/imports/import-files.ts";
import { listImports, ownImport, readImport } from "../../operations/imports/read-import.ts";
import { startImport } from "../../operations/imports/start-import.ts";
import { startUndo } from "../../operations/undo/start-undo.ts";
import {
  analyzeBody,
  analyzedFiles,
  begunUpload,
  fileLink,
  importPage,
  importState,
  startBody,
  startedImport,
  uploadBody,
} from "../answers/imports.ts";
import { job as jobAnswer } from "../answers/jobs.ts";
import type { AdminContext } from "../context.ts";
import { notFound } from "../problems.ts";
import { readSheets, readStart } from "../read-import-files.ts";
import { pageQuery, readPage } from "../read-page.ts";
import { readShape, wrongKind } from "../read-shape.ts";
import { ok, refused, type ApiAnswer, type ApiRequest, type MemberRoute, type RouteTable } from "../route.ts";
import { accepted } from "./jobs.ts";

const importers = ["imports.run"] as const;
const tag = "imports";

/** Imports of tables: upload, analyze, start (dry or real), follow, rows with problems, undo. */
export function addImportRoutes(table: RouteTable, context: AdminContext): void {
  const routes = [
    upload(context),
    analyze(context),
    start(context),
    list(context),
    follow(context),
    errors(context),
    errorLink(context),
    undo(context),
  ];
  for (const route of routes) table.add(route);
}

function upload(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/imports:upload",
    access: importers,
    describe: {
      summary: { "zh-CN": "上传要导入的文件", en: "Begin the upload of a file to import" },
      tag,
      body: uploadBody,
      answer: begunUpload,
      status: 201,
    },
    async handle({ caller, body }) {
      const shape = readShape(body, { required: ["name", "size"] });
      if (!shape.ok) return refused(...shape.problems);
      const { name, size } = shape.value;
      if (typeof name !== "string") return refused(wrongKind("/name", { "zh-CN": "文本", en: "text" }));
      if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0)
        return refused(wrongKind("/size", { "zh-CN": "非负整数", en: "an integer from 0" }));
      const begun = await beginImportUpload(context, caller, { name, size });
      return begun.ok ? { status: 201, body: begun.value } : refused(...begun.problems);
    },
  };
}

function analyze(context: AdminContext): MemberRoute {
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
    async handle({ caller, body }) {
      const files = readSheets(body);
      if (!files.ok) return refused(...files.problems);
      const result = await analyzeImport(context, caller, files.value);
      return result.ok ? ok({ files: result.value }) : refused(...result.problems);
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
      const request = readStart(body);
      if (!request.ok) return refused(...request.problems);
      const started = await startImport(context, caller, request.value);
      if (!started.ok) return refused(...started.problems);
      const { id, state, progress } = started.value;
      const { dryRun } = request.value;
      return {
        status: 202,
        headers: { location: `/api/v1/imports/${id}` },
        body: { id, state, progress, dryRun },
      };
    },
  };
}

function list(context: AdminContext): MemberRoute {
  return {
    method: "GET",
    path: "/imports",
    access: importers,
    describe: {
      summary: { "zh-CN": "我的导入记录", en: "My imports, newest first" },
      tag,
      query: pageQuery,
      answer: importPage,
    },
    async handle({ caller, query }) {
      const page = readPage(query);
      if (!page.ok) return refused(...page.problems);
      return ok(await listImports(context, caller, page.value));
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

/** An answer of a function holds at most 6 MB (AWS limit), and bytes grow by a third on the way. */
const MOST_INLINE_BYTES = 4_000_000;
const tooLarge = invalid("", "too_large", {
  "zh-CN": "问题行太多，请用下载地址（errors/link）取得。",
  en: "There are too many rows for one answer; use the address of errors/link.",
});
const errorQuery = [
  { name: "file", schema: { type: "string" }, required: true },
  { name: "format", schema: { enum: ["csv", "xlsx"] } },
];

function errors(context: AdminContext): MemberRoute {
  return {
    method: "GET",
    path: "/imports/{id}/errors",
    access: importers,
    describe: {
      summary: { "zh-CN": "有问题的行（CSV 或 XLSX）", en: "Rows with problems, as CSV or XLSX" },
      tag,
      query: errorQuery,
    },
    async handle(request) {
      const found = await faultyRows(context, request);
      if (!found.ok) return refused(...found.problems);
      return found.value.bytes.length > MOST_INLINE_BYTES ? refused(tooLarge) : inline(found.value);
    },
  };
}

function errorLink(context: AdminContext): MemberRoute {
  return {
    method: "GET",
    path: "/imports/{id}/errors/link",
    access: importers,
    describe: {
      summary: { "zh-CN": "有问题的行的下载地址", en: "An address that downloads the rows with problems" },
      tag,
      query: errorQuery,
      answer: fileLink,
    },
    async handle(request) {
      const found = await faultyRows(context, request);
      if (!found.ok) return refused(...found.problems);
      return ok(await found.value.link());
    },
  };
}

function undo(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/imports/{id}:undo",
    access: importers,
    describe: {
      summary: { "zh-CN": "撤销一次导入", en: "Undo an import" },
      tag,
      answer: jobAnswer,
      status: 202,
    },
    async handle({ caller, parameters }) {
      const id = parameters["id"] ?? "";
      const own = await ownImport(context, { workspace: caller.workspace, userId: caller.user.id, id });
      if (!own) return refused(notFound);
      const started = await startUndo(context, caller, id);
      return started.ok ? accepted(started.value) : refused(...started.problems);
    },
  };
}

function faultyRows(
  context: AdminContext,
  { caller, parameters, query, locale }: ApiRequest,
): Promise<Result<FaultyRows>> {
  const format = query.get("format");
  return readErrorFile(context, caller, {
    id: parameters["id"] ?? "",
    name: query.get("file") ?? "",
    format: format === "csv" || format === "xlsx" ? format : null,
    locale: locale satisfies Locale,
  });
}

/** As bytes, because a text answer loses its byte order mark on the way, and spreadsheets read UTF-8 by it. */
function inline({ name, type, bytes }: FaultyRows): ApiAnswer {
  const encoded = encodeURIComponent(name);
  return {
    status: 200,
    headers: { "content-disposition": `attachment; filename="errors"; filename*=UTF-8''${encoded}` },
    content: { type, content: Buffer.from(bytes).toString("base64"), binary: true },
  };
}
