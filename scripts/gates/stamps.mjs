import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { inRoot } from "./paths.mjs";

const skipped = new Set(["node_modules", "dist", ".build", ".data"]);
const ofNoBuild = /\.(test\.ts|md)$/;

/**
 * A short text that changes when a source is added, removed or written: sizes and times of change, no contents, so that
 * a second start costs milliseconds.
 * @param {string[]} sources files and folders, relative to the repository
 */
export function fingerprint(sources) {
  const hash = createHash("sha1");
  for (const source of sources) addTo(hash, inRoot(source));
  return hash.digest("hex");
}

/** Whether `target` was made from exactly these sources and all that it produced is still there. */
export function isFresh(target, sources, products) {
  if (!products.every((product) => existsSync(inRoot(product)))) return false;
  const stamp = stampFile(target);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint(sources);
}

/** Remembers the fingerprint taken before the build, so that a source written meanwhile makes it stale again. */
export function remember(target, taken) {
  const stamp = stampFile(target);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, taken);
}

function stampFile(target) {
  return inRoot(".build", "stamps", target);
}

function addTo(hash, path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return;
  if (!stats.isDirectory()) {
    hash.update(`${path}\0${stats.size}\0${stats.mtimeMs}\n`);
    return;
  }
  const names = readdirSync(path).sort();
  for (const name of names) if (!skipped.has(name) && !ofNoBuild.test(name)) addTo(hash, join(path, name));
}
