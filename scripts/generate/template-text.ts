/** Files of one template: kind → API names of its documents. */
export type TemplateFolder = Readonly<Record<string, readonly string[]>>;

/**
 * Text of a template's `documents.generated.ts`: every file of its folder, kinds in the given order, documents by name.
 * Imports are static, so that bundlers carry the files and the engine reads none.
 */
export function templateText(folder: TemplateFolder): string {
  const files = Object.entries(folder).flatMap(([kind, names]) =>
    [...names].sort().map((name) => ({ kind, name, local: localName(kind, name) })),
  );
  const imports = files.map(
    ({ kind, name, local }) => `import ${local} from "./${kind}/${name}.json" with { type: "json" };\n`,
  );
  const entries = files.map(({ kind, local }) => `  { kind: "${kind}", file: ${local} },\n`);
  return (
    "// Written by `npm run generate`; do not edit.\n" +
    'import type { DocumentFile } from "../template.ts";\n' +
    imports.join("") +
    "\n" +
    "/** Every document of this folder. */\n" +
    `export const documents: readonly DocumentFile[] = [\n${entries.join("")}];\n`
  );
}

function localName(kind: string, name: string): string {
  const words = name.split("_").map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return kind + words.join("");
}
