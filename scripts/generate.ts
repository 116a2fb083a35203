import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { outputsOf, schemaFolder } from "./generate/outputs.ts";

/**
 * Writes every generated file below `root`, or with `check` only compares.
 * @returns the paths that were (or with `check` would be) written or removed, relative to `root`
 */
export async function generate(root: string, { check = false } = {}): Promise<string[]> {
  const outputs = await outputsOf(root);
  const stale = outputs.filter(({ path, text }) => contents(join(root, path)) !== text);
  const owned = new Set(outputs.map(({ path }) => path));
  const orphans = schemaFilesIn(root).filter((path) => !owned.has(path));
  if (!check) {
    for (const { path, text } of stale) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    for (const path of orphans) rmSync(join(root, path));
  }
  return [...stale.map(({ path }) => path), ...orphans];
}

function contents(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function schemaFilesIn(root: string): string[] {
  const folder = join(root, schemaFolder);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".schema.json"))
    .map((name) => `${schemaFolder}/${name}`);
}

async function main(args: readonly string[]): Promise<void> {
  const check = args.includes("--check");
  const changed = await generate(resolve(import.meta.dirname, ".."), { check });
  for (const path of changed) console.log(`${check ? "out of date" : "wrote"}: ${path}`);
  if (!check) return;
  if (changed.length === 0) return console.log("Generated files are up to date.");
  console.log("Run `npm run generate` and commit the result.");
  process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main(process.argv.slice(2));
