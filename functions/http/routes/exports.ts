import { failure, success, type Locale, type Result } from "#engine";
import { exportLink, readExport } from "../../operations/exports/read-export.ts";
import { startExport, type StartExport } from "../../operations/exports/start-export.ts";
import { readQuery } from "../../operations/records/query-request.ts";
import { exportBody, exportState } from "../answers/exports.ts";
import { fileLink } from "../answers/imports.ts";
import { job as jobAnswer } from "../answers/jobs.ts";
import type { AdminContext } from "../context.ts";
import { readShape, wrongKind } from "../read-shape.ts";
import { ok, refused, type MemberRoute, type RouteTable } from "../route.ts";
import { accepted } from "./jobs.ts";

const exporters = ["exports.run"] as const;
const tag = "exports";

/** Exports of records to files: start, follow, download. */
export function addExportRoutes(table: RouteTable, context: AdminContext): void {
  for (const route of [start(context), follow(context), download(context)]) table.add(route);
}

function start(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/exports",
    access: exporters,
    creates: true,
    describe: {
      summary: { "zh-CN": "导出记录", en: "Export records to a file" },
      tag,
      body: exportBody,
      answer: jobAnswer,
      status: 202,
    },
    async handle({ caller, body, locale }) {
      const request = readStart(body, locale);
      if (!request.ok) return refused(...request.problems);
      const started = await startExport(context, caller, request.value);
      return started.ok ? accepted(started.value) : refused(...started.problems);
    },
  };
}

function readStart(body: unknown, locale: Locale): Result<StartExport> {
  const shape = readShape(body, {
    required: ["object", "format"],
    optional: ["filter", "sort", "fields", "headings"],
  });
  if (!shape.ok) return shape;
  const { object, format, headings = "labels", filter, sort, fields } = shape.value;
  if (typeof object !== "string") return failure(wrongKind("/object", { "zh-CN": "文本", en: "text" }));
  if (format !== "csv" && format !== "xlsx")
    return failure(wrongKind("/format", { "zh-CN": "csv 或 xlsx", en: "csv or xlsx" }));
  if (headings !== "labels" && headings !== "apiNames")
    return failure(wrongKind("/headings", { "zh-CN": "labels 或 apiNames", en: "labels or apiNames" }));
  const query = readQuery({ filter, sort, fields });
  if (!query.ok) return query;
  return success({ object, query: query.value, format, style: headings, locale });
}

function follow(context: AdminContext): MemberRoute {
  return {
    method: "GET",
    path: "/exports/{id}",
    access: exporters,
    describe: {
      summary: { "zh-CN": "导出的进度", en: "Progress of an export" },
      tag,
      answer: exportState,
    },
    async handle({ caller, parameters }) {
      const state = await readExport(context, caller, parameters["id"] ?? "");
      return state.ok ? ok(state.value) : refused(...state.problems);
    },
  };
}

function download(context: AdminContext): MemberRoute {
  return {
    method: "GET",
    path: "/exports/{id}/file",
    access: exporters,
    describe: {
      summary: { "zh-CN": "导出文件的下载地址", en: "An address that downloads the file of an export" },
      tag,
      answer: fileLink,
    },
    async handle({ caller, parameters }) {
      const link = await exportLink(context, caller, parameters["id"] ?? "");
      return link.ok ? ok(link.value) : refused(...link.problems);
    },
  };
}
