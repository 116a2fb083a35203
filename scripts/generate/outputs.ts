import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { plugIns, registryText, samplesText } from "./registry-text.ts";
import { templateText } from "./template-text.ts";

/** A file that the generator owns. */
export interface Output {
  /** Path relative to the root. */
  readonly path: string;
  readonly text: string;
}

/** Folder of the published JSON Schemas of metadata kinds; every file in it is generated. */
export const schemaFolder = "docs/schemas";

/** Everything that is generated from what stands in the tree below `root`. */
export async function outputsOf(root: string): Promise<Output[]> {
  const names = {
    "field-type": foldersIn(root, plugIns["field-type"].folder),
    "node-type": foldersIn(root, plugIns["node-type"].folder),
  };
  return [
    ...Object.entries(plugIns).map(([kind, plugIn]) => ({
      path: `${plugIn.folder}/registry.ts`,
      text: registryText(plugIn, names[kind as keyof typeof plugIns]),
    })),
    { path: "test/laws/samples.generated.ts", text: samplesText(names) },
    ...(await metadataSchemas(root)),
    ...(await templateLists(root)),
  ];
}

/** A folder counts when it is complete enough to be imported. */
function foldersIn(root: string, folder: string): string[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isComplete(join(path, entry.name)))
    .map(({ name }) => name);
}

function isComplete(folder: string): boolean {
  return existsSync(join(folder, "index.ts")) && existsSync(join(folder, "samples.ts"));
}

interface MetadataKind {
  readonly kind: string;
  readonly schema: object;
}

async function metadataSchemas(root: string): Promise<Output[]> {
  return (await kindsIn(root)).map(({ kind, schema }) => ({
    path: `${schemaFolder}/${kind}.schema.json`,
    text: `${JSON.stringify(schema, null, 2)}\n`,
  }));
}

/** The list of documents of each template: a folder with one folder per metadata kind, one file per document. */
async function templateLists(root: string): Promise<Output[]> {
  const folder = "schema-engine/templates";
  if (!existsSync(join(root, folder))) return [];
  const kinds = (await kindsIn(root)).map(({ kind }) => kind);
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({
      path: `${folder}/${name}/documents.generated.ts`,
      files: kinds.map((kind) => [kind, documentsIn(join(root, folder, name, kind))] as const),
    }))
    .filter(({ files }) => files.some(([, names]) => names.length > 0))
    .map(({ path, files }) => ({ path, text: templateText(Object.fromEntries(files)) }));
}

function documentsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length));
}

async function kindsIn(root: string): Promise<readonly MetadataKind[]> {
  const registry = join(root, "schema-engine/contract/metadata/registry.ts");
  if (!existsSync(registry)) return [];
  const module = (await import(pathToFileURL(registry).href)) as {
    readonly metadataKinds?: readonly MetadataKind[];
  };
  if (!module.metadataKinds) throw new Error(`${registry} must export metadataKinds`);
  return module.metadataKinds;
}
