import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const repository = resolve(import.meta.dirname, "../..");
const configuration = ["package.json", "tsconfig.base.json", "tsconfig.json"];

/** A copy of parts of the repository in a temporary folder, with the same installed packages. */
export interface TreeCopy {
  readonly root: string;
  /** Contents of every file by path relative to the root, installed packages left out. */
  files(): ReadonlyMap<string, string>;
  remove(): void;
}

/** Copies the given folders (and what the compilers need to read them). */
export function copyTree(folders: readonly string[]): TreeCopy {
  const root = mkdtempSync(join(tmpdir(), "tessera-tree-"));
  for (const path of [...configuration, ...folders]) {
    cpSync(join(repository, path), join(root, path), { recursive: true });
  }
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
  return {
    root,
    files: () => contentsOf(root),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function contentsOf(root: string): ReadonlyMap<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(root.length + 1), readFileSync(path, "utf8")];
    }),
  );
}
