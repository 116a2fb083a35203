import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { inRoot, root } from "./gates/paths.mjs";

const oldestNode = [20, 19];

/**
 * Installs the locked packages when some are missing or another version stands there; does nothing (and costs a few
 * milliseconds) when all is in place. Ends the process with npm's own exit code when the installation fails.
 */
export function ensureInstalled() {
  refuseOldNode();
  const reason = whyInstall();
  if (!reason) return;
  process.stderr.write(`Installing packages (${reason}); this takes a minute the first time …\n`);
  const { status } = spawnSync("npm", ["ci", "--no-fund", "--no-audit", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
  const still = whyInstall();
  if (still) {
    process.stderr.write(`npm ci ended well, but ${still}.\n`);
    process.exit(1);
  }
  process.stderr.write("Packages installed.\n");
}

/** The reason why an installation is needed, or undefined. */
function whyInstall() {
  const marker = inRoot("node_modules/.package-lock.json");
  if (!existsSync(marker)) return "node_modules is missing or incomplete";
  const wanted = readPackages(inRoot("package-lock.json"));
  const found = readPackages(marker);
  if (!found) {
    rmSync(marker);
    return "the record of what is installed is unreadable";
  }
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === "") continue;
    const installed = found[path];
    if (!installed && entry.optional) continue;
    if (!installed) return `${path} is missing`;
    if (installed.version !== entry.version) return `${path} is not at ${entry.version}`;
  }
  return undefined;
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [oldMajor, oldMinor] = oldestNode;
  if (major > oldMajor || (major === oldMajor && minor >= oldMinor)) return;
  process.stderr.write(`Tessera needs Node ${oldestNode.join(".")} or newer; this is ${process.version}.\n`);
  process.exit(1);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) ensureInstalled();
