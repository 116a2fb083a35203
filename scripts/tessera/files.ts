import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A document of the folder; `body` without `$schema`. */
export interface MetadataFile {
  readonly kind: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ExportedFile {
  readonly path: string;
  readonly content: object;
}

/** Folder of the JSON Schemas by which editors complete and check the files. */
const SCHEMAS = "schemas";

/** Writes the files of an export and removes those of documents that are no more; returns the paths that changed. */
export async function writeFiles(
  directory: string,
  files: readonly ExportedFile[],
): Promise<{ readonly written: readonly string[]; readonly removed: readonly string[] }> {
  const before = await paths(directory);
  const written: string[] = [];
  for (const { path, content } of files) {
    const text = `${JSON.stringify(content, null, 2)}\n`;
    const known = before.includes(path) ? await readFile(join(directory, path), "utf8") : null;
    if (known === text) continue;
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
    written.push(path);
  }
  const wanted = new Set(files.map(({ path }) => path));
  const kinds = new Set(files.map(({ path }) => kindOf(path)));
  const removed = before.filter((path) => kinds.has(kindOf(path)) && !wanted.has(path));
  for (const path of removed) await rm(join(directory, path));
  return { written, removed };
}

/** Reads every document of the folder; throws with the path of a file that is no JSON object. */
export async function readFiles(directory: string): Promise<readonly MetadataFile[]> {
  const documents = (await paths(directory)).filter((path) => kindOf(path) !== SCHEMAS);
  return Promise.all(
    documents.map(async (path) => {
      const body = parsed(path, await readFile(join(directory, path), "utf8"));
      return { kind: kindOf(path), path, body: withoutSchema(body) };
    }),
  );
}

/** The body that is sent: `$schema` is for editors only. */
export function withoutSchema(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== "$schema"));
}

/** `object` of `object/deal.json`. */
export function kindOf(path: string): string {
  return path.split("/")[0] ?? "";
}

async function paths(directory: string): Promise<readonly string[]> {
  let folders;
  try {
    folders = await readdir(directory, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  const lists = await Promise.all(
    folders
      .filter((one) => one.isDirectory())
      .map(async ({ name }) => (await readdir(join(directory, name))).map((file) => `${name}/${file}`)),
  );
  return lists
    .flat()
    .filter((path) => path.endsWith(".json"))
    .sort();
}

function parsed(path: string, text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new Error(`${path} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new Error(`${path} holds no JSON object.`);
}
