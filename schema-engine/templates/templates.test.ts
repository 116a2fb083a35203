import { describe, expect, it } from "vitest";
import {
  allocateIndexes,
  assignIds,
  checkWorkspace,
  fieldType,
  metadataKind,
  validateSchema,
  type MetadataDocument,
  type ObjectDefinition,
  type PipelineDefinition,
} from "../index.ts";
import { workspaceTemplates, type WorkspaceTemplate } from "./index.ts";
import { documents as marketing } from "./marketing/documents.generated.ts";
import { documents as sales } from "./sales/documents.generated.ts";
import { documents as service } from "./service/documents.generated.ts";

const files = [...sales, ...marketing, ...service].map((one) => ({
  ...one,
  name: `${one.kind}/${one.file.apiName}`,
}));
const templates = Object.values(workspaceTemplates);
const settings = {
  id: "w",
  name: "W",
  locale: "zh-CN",
  timeZone: "Asia/Shanghai",
  currency: "CNY",
} as const;

describe("the starter templates", () => {
  it.each(files)("$name satisfies the published schema of its kind", ({ kind, file }) => {
    const { $schema, ...body } = file;
    expect($schema).toBe(`../../../../docs/schemas/${kind}.schema.json`);
    expect(validateSchema(metadataKind(kind)?.schema ?? { not: {} }, body)).toEqual([]);
  });

  it.each(templates)("$name is free of problems with what it needs", (template) => {
    expect(checkWorkspace({ settings, documents: withNeeds(template) })).toEqual([]);
  });

  it("all of them together are free of problems", () => {
    const documents = templates.flatMap(published);
    expect(checkWorkspace({ settings, documents })).toEqual([]);
  });

  it.each(templates)("$name finds an index slot for every field marked as indexed", (template) => {
    const documents = withNeeds(template);
    const pipelines = documents.filter((one) => one.kind === "pipeline");
    const refused = documents
      .filter((one) => one.kind === "object")
      .flatMap(({ apiName, body }) => {
        const own = pipelines.find((one) => (one.body as PipelineDefinition).object === apiName);
        const allocated = allocateIndexes({
          definition: body as ObjectDefinition,
          pipeline: (own?.body ?? null) as PipelineDefinition | null,
          previous: [],
          types: fieldType,
        });
        return allocated.ok ? [] : allocated.problems.map((one) => `${apiName}${one.pointer}`);
      });
    expect(refused).toEqual([]);
  });

  it.each(templates)(
    "$name gives each object a layout, a list, and a board where it has a pipeline",
    (one) => {
      const about = (kind: string) =>
        one.documents
          .filter((document) => document.kind === kind)
          .map(({ body }) => body as { readonly object?: unknown; readonly display?: unknown });
      const lacking = one.documents
        .filter(({ kind }) => kind === "object")
        .flatMap(({ body: { apiName } }) => {
          const of = (kind: string) => about(kind).filter(({ object }) => object === apiName);
          const displays = of("view").map(({ display }) => display);
          const isWhole = of("layout").length > 0 && displays.includes("list");
          const hasBoard = of("pipeline").length === 0 || displays.includes("board");
          return isWhole && hasBoard ? [] : [apiName];
        });
      expect(lacking).toEqual([]);
    },
  );
});

function withNeeds({ needs = [], ...template }: WorkspaceTemplate): readonly MetadataDocument[] {
  return [...needs.map((name) => workspaceTemplates[name]), template].flatMap(published);
}

/** Documents as they are once installed, with ids of their own. */
function published({ name, documents }: WorkspaceTemplate): readonly MetadataDocument[] {
  let last = 0;
  const newId = () => `${name}${++last}`;
  return documents.map(({ kind, body }) => {
    const full = assignIds(kind, { body, previous: null }, { newId, taken: new Set() });
    return { kind, id: String(full["id"]), apiName: body.apiName, body: full };
  });
}
