import { failure, invalid, success, type FileMapping, type Result } from "#engine";
import { listMappings, removeMapping, saveMapping } from "../../operations/imports/saved-mappings.ts";
import { mappingBody, savedMapping, savedMappings } from "../answers/imports.ts";
import type { AdminContext } from "../context.ts";
import { mappingShapeProblems } from "../read-import-files.ts";
import { readShape, wrongKind } from "../read-shape.ts";
import { noContent, ok, refused, type MemberRoute, type RouteTable } from "../route.ts";

const importers = ["imports.run"] as const;
const tag = "imports";
const MOST_CHARACTERS = 80;

/** Mappings kept for the next file of their kind. */
export function addImportMappingRoutes(table: RouteTable, context: AdminContext): void {
  for (const route of [list(context), save(context), remove(context)]) table.add(route);
}

function list(context: AdminContext): MemberRoute {
  return {
    method: "GET",
    path: "/import-mappings",
    access: importers,
    describe: {
      summary: { "zh-CN": "我的和共享的导入对应关系", en: "My own and shared mappings of imports" },
      tag,
      answer: savedMappings,
    },
    handle: async ({ caller }) => ok({ items: await listMappings(context, caller) }),
  };
}

function save(context: AdminContext): MemberRoute {
  return {
    method: "PUT",
    path: "/import-mappings/{id}",
    access: importers,
    describe: {
      summary: { "zh-CN": "保存导入对应关系", en: "Keep a mapping of imports" },
      tag,
      body: mappingBody,
      answer: savedMapping,
    },
    async handle({ caller, parameters, body }) {
      const given = readMapping(body);
      if (!given.ok) return refused(...given.problems);
      const saved = await saveMapping(context, caller, { id: parameters["id"] ?? "", ...given.value });
      return saved.ok ? ok(saved.value) : refused(...saved.problems);
    },
  };
}

function remove(context: AdminContext): MemberRoute {
  return {
    method: "DELETE",
    path: "/import-mappings/{id}",
    access: importers,
    describe: {
      summary: { "zh-CN": "删除导入对应关系", en: "Delete a mapping of imports" },
      tag,
      status: 204,
    },
    async handle({ caller, parameters }) {
      const removed = await removeMapping(context, caller, parameters["id"] ?? "");
      return removed.ok ? noContent : refused(...removed.problems);
    },
  };
}

interface GivenMapping {
  readonly name: string;
  readonly shared: boolean;
  readonly body: Omit<FileMapping, "name">;
}

function readMapping(given: unknown): Result<GivenMapping> {
  const outer = readShape(given, { required: ["name", "body"], optional: ["shared"] });
  if (!outer.ok) return outer;
  const { name, shared = false, body } = outer.value;
  const inner = readShape(body, {
    required: ["object", "mapping"],
    optional: ["mode", "match", "blanks", "defaults"],
  });
  if (!inner.ok) return failure(...inner.problems.map((one) => ({ ...one, pointer: `/body${one.pointer}` })));
  const wrong = mappingShapeProblems(inner.value, "/body");
  if (wrong.length > 0) return failure(...wrong);
  if (typeof shared !== "boolean")
    return failure(wrongKind("/shared", { "zh-CN": "布尔值", en: "a boolean" }));
  if (typeof name !== "string" || name.trim() === "" || name.length > MOST_CHARACTERS)
    return failure(badName);
  return success({ name: name.trim(), shared, body: inner.value as unknown as GivenMapping["body"] });
}

const badName = invalid("/name", "length", {
  "zh-CN": `名称应为 1–${MOST_CHARACTERS} 个字。`,
  en: `A name has 1–${MOST_CHARACTERS} characters.`,
});
