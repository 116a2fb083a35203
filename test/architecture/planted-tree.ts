import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** Root of the real repository. */
export const repository = resolve(import.meta.dirname, "../..");

/** Files by path; a tree of these is what a rule is shown. */
export type Files = Readonly<Record<string, string>>;

/** Writes the files into a temporary folder that has the repository's packages and compiler options. */
export function plant(files: Files): { readonly root: string; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), "tessera-planted-"));
  for (const name of ["package.json", "tsconfig.base.json", "tsconfig.json", "tsconfig.lint.json"]) {
    copyFileSync(join(repository, name), join(root, name));
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
