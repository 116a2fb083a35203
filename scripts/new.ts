import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { generate } from "./generate.ts";
import { plugIns } from "./generate/registry-text.ts";
import { fieldTypeFiles } from "./new/field-type-template.ts";
import type { NewFile } from "./new/new-file.ts";
import { nodeTypeFiles } from "./new/node-type-template.ts";

type Kind = keyof typeof plugIns;

interface Recipe {
  readonly name: RegExp;
  readonly says: string;
  files(name: string, words: string): NewFile[];
}

const recipes: Readonly<Record<Kind, Recipe>> = {
  "field-type": {
    name: /^[a-z][A-Za-z0-9]{1,39}$/,
    says: "camelCase, like autoNumber",
    files: fieldTypeFiles,
  },
  "node-type": {
    name: /^[a-z][a-z0-9]*(-[a-z0-9]+){0,5}$/,
    says: "kebab-case, like update-record",
    files: nodeTypeFiles,
  },
};

/**
 * Makes the folder of a new type below `root` and brings the generated files up to date. Nothing is overwritten.
 * @returns paths written, relative to `root`, or a sentence that says why nothing was
 */
export async function makeNew(root: string, kind: string, name: string): Promise<string[] | string> {
  if (!isKind(kind)) return `Usage: npm run new ${Object.keys(recipes).join("|")} NAME`;
  const recipe = recipes[kind];
  if (!recipe.name.test(name)) return `"${name}" cannot be the name of a ${kind}: use ${recipe.says}.`;
  const folder = `${plugIns[kind].folder}/${name}`;
  if (existsSync(join(root, folder))) return `${folder} exists already; choose another name.`;
  const files = recipe.files(name, wordsOf(name));
  for (const { path, text } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return [...files.map(({ path }) => path), ...(await generate(root))];
}

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(recipes, kind);
}

/** `multiSelect` and `multi-select` as "Multi select". */
function wordsOf(name: string): string {
  const words = name
    .replaceAll("-", " ")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

async function main([kind = "", name = ""]: readonly string[]): Promise<void> {
  const result = await makeNew(resolve(import.meta.dirname, ".."), kind, name);
  if (typeof result === "string") {
    console.error(result);
    process.exitCode = 1;
    return;
  }
  for (const path of result) console.log(`wrote: ${path}`);
  console.log("Next: give the type its meaning in index.ts and samples.ts, then npm run check.");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main(process.argv.slice(2));
