import { failure, success, type Problem, type Result } from "#engine";
import { beginUpload } from "../../operations/files/begin-upload.ts";
import { completeUpload } from "../../operations/files/complete-upload.ts";
import { readFile } from "../../operations/files/read-file.ts";
import type { FileEntry } from "../../ports/file-catalog.ts";
import type { AdminContext } from "../context.ts";
import { readShape, wrongKind } from "../read-shape.ts";
import { API_PREFIX, ok, refused, type MemberRoute, type RouteTable } from "../route.ts";
import { closed } from "../schemas.ts";

const tag = "files";
const text = { type: "string" };
const known = { id: text, name: text, size: { type: "integer" }, type: text };
const picture = { width: { type: "integer" }, height: { type: "integer" } };
const described = Object.keys(known);

const upload = closed(
  {
    method: { const: "PUT" },
    url: text,
    headers: { type: "object", additionalProperties: text },
    expiresAt: { type: "string", format: "date-time" },
  },
  ["method", "url", "headers", "expiresAt"],
);

/** Uploads and downloads past the API, by addresses that are good for a few minutes. */
export function addFileRoutes(table: RouteTable, context: AdminContext): void {
  for (const route of [begin(context), complete(context), read(context)]) table.add(route);
}

function begin(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/files",
    access: "member",
    creates: true,
    describe: {
      summary: {
        "zh-CN": "开始上传：得到一个短期有效、只收此文件的地址",
        en: "Begin an upload: an address that takes this one file for a few minutes",
      },
      tag,
      body: closed({ object: text, field: text, name: text, size: { type: "integer" }, type: text }, [
        "object",
        "field",
        "name",
        "size",
      ]),
      answer: closed({ id: text, name: text, upload }, ["id", "name", "upload"]),
      status: 201,
    },
    async handle({ caller, body }) {
      const given = readUpload(body);
      if (!given.ok) return refused(...given.problems);
      const begun = await beginUpload(context, caller, given.value);
      if (!begun.ok) return refused(...begun.problems);
      const location = `${API_PREFIX}/files/${begun.value.id}`;
      return { status: 201, headers: { location }, body: begun.value };
    },
  };
}

function complete(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/files/{id}:complete",
    access: "member",
    describe: {
      summary: { "zh-CN": "上传完毕：检查内容", en: "The content has arrived: have it checked" },
      tag,
      answer: closed({ ...known, ...picture }, described),
    },
    async handle({ caller, parameters }) {
      const completed = await completeUpload(context, caller, parameters["id"] ?? "");
      return completed.ok ? ok(shown(completed.value)) : refused(...completed.problems);
    },
  };
}

function read(context: AdminContext): MemberRoute {
  return {
    method: "GET",
    path: "/files/{id}",
    access: "member",
    describe: {
      summary: {
        "zh-CN": "一个文件及其短期下载地址；redirect=true 时直接转到该地址",
        en: "A file with an address that downloads it for a few minutes; redirect=true goes there at once",
      },
      tag,
      query: [{ name: "redirect", schema: { type: "boolean" } }],
      answer: closed({ ...known, ...picture, url: text, expiresAt: text }, [
        ...described,
        "url",
        "expiresAt",
      ]),
      other: { 302: {} },
    },
    async handle({ caller, parameters, query }) {
      const found = await readFile(context, caller, parameters["id"] ?? "");
      if (!found.ok) return refused(...found.problems);
      if (query.get("redirect") === "true") return { status: 302, headers: { location: found.value.url } };
      return ok(found.value);
    },
  };
}

interface Upload {
  readonly object: string;
  readonly field: string;
  readonly name: string;
  readonly size: number;
}

/** The sender's `type` is taken and not looked at: name and content decide. */
function readUpload(body: unknown): Result<Upload> {
  const shape = readShape(body, { required: ["object", "field", "name", "size"], optional: ["type"] });
  if (!shape.ok) return shape;
  const { object, field, name, size } = shape.value;
  const problems: Problem[] = Object.entries({ object, field, name, type: shape.value["type"] ?? "" })
    .filter(([, value]) => typeof value !== "string" || value.length > 1000)
    .map(([key]) => wrongKind(`/${key}`, { "zh-CN": "文字", en: "a text" }));
  if (!Number.isSafeInteger(size) || Number(size) < 0)
    problems.push(wrongKind("/size", { "zh-CN": "字节数", en: "a number of bytes" }));
  return problems.length > 0 ? failure(...problems) : success({ object, field, name, size } as Upload);
}

function shown({ id, name, size, type, width, height }: FileEntry) {
  return { id, name, size, type, ...(width === undefined ? {} : { width, height }) };
}
