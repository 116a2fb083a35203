import { failure, metadataKinds, success, type MetadataDocument, type Result } from "#engine";
import { applyBundle, planBundle, type MetadataBundle } from "../../operations/metadata/import-bundle.ts";
import { exportedBundle, publication, publishPlan } from "../answers/metadata.ts";
import type { AdminContext } from "../context.ts";
import { readShape, wrongKind } from "../read-shape.ts";
import { ok, refused, type ApiAnswer, type ApiRequest, type MemberRoute, type RouteTable } from "../route.ts";
import { closed, text } from "../schemas.ts";

const admins = ["metadata.manage"] as const;
const tag = "metadata";
const MOST_DOCUMENTS = 5_000;

/** Published metadata as files, and back: for the command line and for moving between workspaces. */
export function addMetadataBundleRoutes(table: RouteTable, context: AdminContext): void {
  for (const route of [exporting(), importing(context)]) table.add(route);
}

function exporting(): MemberRoute {
  return {
    method: "GET",
    path: "/metadata/export",
    access: admins,
    describe: {
      summary: {
        "zh-CN": "导出已发布的元数据，每份文档一个文件",
        en: "Published metadata as files, one per document, with the schemas of their kinds",
      },
      tag,
      answer: exportedBundle,
    },
    handle({ caller }) {
      const { version, documents } = caller.model;
      return Promise.resolve(ok({ version, files: [...schemaFiles, ...documents.map(fileOf)] }));
    },
  };
}

/** Editors complete and check a document by the schema that its `$schema` names. */
const schemaFiles = metadataKinds.map(({ kind, schema }) => ({
  path: `schemas/${kind}.schema.json`,
  content: withSchemaKey(schema),
}));

function withSchemaKey(schema: object): object {
  const { properties } = schema as { readonly properties?: object };
  return { ...schema, properties: { $schema: { type: "string" }, ...properties } };
}

function fileOf({ kind, apiName, body }: MetadataDocument) {
  return {
    path: `${kind}/${apiName}.json`,
    content: { $schema: `../schemas/${kind}.schema.json`, ...(body as object) },
  };
}

function importing(context: AdminContext): MemberRoute {
  const document = closed({ kind: text, body: { type: "object" } }, ["kind", "body"]);
  return {
    method: "POST",
    path: "/metadata/import",
    access: admins,
    describe: {
      summary: {
        "zh-CN": "导入元数据包：不带 plan 只给出计划，带 plan 则原子发布",
        en: "Import a bundle: its plan without “plan”, published atomically with the plan's id",
      },
      tag,
      body: closed(
        {
          documents: { type: "array", items: document, maxItems: MOST_DOCUMENTS },
          prune: { type: "boolean" },
          plan: text,
          note: text,
        },
        ["documents"],
      ),
      answer: { anyOf: [publishPlan, publication] },
    },
    handle: (request) => answerImport(context, request),
  };
}

async function answerImport(context: AdminContext, { caller, body }: ApiRequest): Promise<ApiAnswer> {
  const given = readImport(body);
  if (!given.ok) return refused(...given.problems);
  const { bundle, plan, note } = given.value;
  const { workspace, user } = caller;
  if (plan === null) {
    const planned = await planBundle(context, workspace, bundle);
    return planned.ok ? ok(planned.value) : refused(...planned.problems);
  }
  const applied = await applyBundle(context, { workspace, userId: user.id, plan, note, bundle });
  return applied.ok ? ok(applied.value) : refused(...applied.problems);
}

interface GivenImport {
  readonly bundle: MetadataBundle;
  readonly plan: string | null;
  readonly note: string;
}

function readImport(body: unknown): Result<GivenImport> {
  const shape = readShape(body, { required: ["documents"], optional: ["prune", "plan", "note"] });
  if (!shape.ok) return shape;
  const { documents, prune = false, plan = null, note = "" } = shape.value;
  if (!Array.isArray(documents) || documents.length > MOST_DOCUMENTS)
    return failure(wrongKind("/documents", { "zh-CN": "文档的列表", en: "a list of documents" }));
  const problems = [
    ...documents.flatMap((one: unknown, at) => documentProblems(one, `/documents/${at}`)),
    ...optionProblems({ prune, plan: plan ?? "", note }),
  ];
  if (problems.length > 0) return failure(...problems);
  const bundle = { documents: documents as MetadataBundle["documents"], prune: prune === true };
  return success({ bundle, plan: plan as string | null, note: String(note).slice(0, 500) });
}

function optionProblems({ prune, ...given }: Readonly<Record<"prune" | "plan" | "note", unknown>>) {
  const flag = { "zh-CN": "布尔值", en: "a boolean" };
  const others = Object.entries(given).filter(([, value]) => typeof value !== "string");
  return [
    ...(typeof prune === "boolean" ? [] : [wrongKind("/prune", flag)]),
    ...others.map(([name]) => wrongKind(`/${name}`, texts)),
  ];
}

function documentProblems(one: unknown, pointer: string) {
  const shape = readShape(one, { required: ["kind", "body"] });
  if (!shape.ok) return shape.problems.map((problem) => ({ ...problem, pointer: pointer + problem.pointer }));
  const { kind, body } = shape.value;
  if (typeof kind !== "string") return [wrongKind(`${pointer}/kind`, texts)];
  const isObject = typeof body === "object" && body !== null && !Array.isArray(body);
  return isObject ? [] : [wrongKind(`${pointer}/body`, { "zh-CN": "对象", en: "an object" })];
}

const texts = { "zh-CN": "文本", en: "text" };
