/** The import table of the architecture, one rule per row or part of a row; test/architecture plants a violation of each. */

const test = "\\.test\\.ts$";
const sdk = "node_modules/(@aws-sdk|@smithy|@aws-lambda-powertools)/";
const vueWorld = "node_modules/(vue|vue-[^/]+|@vue|@vueuse|@nuxt/ui|@jsonforms|pinia|@tanstack|reka-ui)/";
const sharedEngine = "^schema-engine/(contract|compile|records|query|rules|access|runs|evolve|search)/";
const enginePackages = "node_modules/(@cfworker/json-schema|@marcbachmann/cel-js)/";

/** Makes rules of rows: name, reason, who, what it must not import. */
function forbidden(rows) {
  return rows.map(([name, comment, from, to]) => ({ name, comment, severity: "error", from, to }));
}

const general = forbidden([
  ["no-cycles", "An import cycle makes every file in it one file.", {}, { circular: true }],
  [
    "not-resolvable",
    "The import leads nowhere, or to a package that package.json does not name.",
    { pathNot: "^studio/(auto-imports|components)\\.d\\.ts$" },
    { couldNotResolve: true, pathNot: "^(virtual:|#build|#imports)" },
  ],
]);

const engine = forbidden([
  [
    "engine-is-pure",
    "The engine runs in Lambda and in the browser: no other top folder.",
    { path: "^schema-engine/", pathNot: test },
    { path: "^(functions|infra|studio|test|scripts)/" },
  ],
  [
    "engine-has-no-node",
    "The engine knows no Node module.",
    { path: "^schema-engine/", pathNot: test },
    { dependencyTypes: ["core"] },
  ],
  [
    "engine-packages",
    "Only the few pure packages that the engine was granted.",
    { path: "^schema-engine/", pathNot: test },
    { path: "node_modules/", pathNot: enginePackages },
  ],
  [
    "contract-knows-no-type",
    "Shared engine code gets the types handed in; it never imports one.",
    { path: sharedEngine, pathNot: test },
    { path: "^schema-engine/(field-types|node-types)/" },
  ],
  [
    "types-are-siblings",
    "A type's folder is complete in itself; what two share lives in schema-engine/shared.",
    { path: "^schema-engine/(field-types|node-types)/([^/]+)/" },
    {
      path: "^schema-engine/(field-types|node-types)/[^/]+/",
      pathNot: "^schema-engine/$1/$2/",
    },
  ],
  [
    "engine-has-one-door",
    "Other folders take the engine through #engine; starter templates are data, too much for one door.",
    { path: "^(functions|infra|studio)/", pathNot: [test, "^studio/src/playground/"] },
    { path: "^schema-engine/", pathNot: "^schema-engine/(index\\.ts$|templates/)" },
  ],
  [
    "samples-are-for-tests",
    "Samples never reach a bundle: only tests, the playground and scripts read them.",
    { pathNot: ["^(test|scripts)/", "^studio/src/playground/", test] },
    { path: "^schema-engine/(field-types|node-types)/[^/]+/samples\\.ts$" },
  ],
]);

const server = forbidden([
  [
    "operations-see-ports-only",
    "A use case loads, decides and saves through ports.",
    { path: "^functions/operations/", pathNot: test },
    {
      path: ["^functions/(adapters|http|handlers)/", "^functions/compose(\\.ts$|/)", "^infra/", sdk],
    },
  ],
  [
    "ports-are-types",
    "A port is an interface: nothing of it exists at run time.",
    { path: "^functions/ports/", pathNot: test },
    { dependencyTypesNot: ["type-only"] },
  ],
  [
    "adapters-are-siblings",
    "An adapter knows its own technology only.",
    { path: "^functions/adapters/([^/]+)/", pathNot: test },
    { path: "^functions/adapters/", pathNot: "^functions/adapters/$1/" },
  ],
  [
    "adapters-see-no-caller",
    "Nothing below calls back up.",
    { path: "^functions/adapters/", pathNot: test },
    { path: "^functions/(operations|http|handlers|compose)" },
  ],
  [
    "compose-picks-adapters",
    "functions/compose.ts and its per-handler files in functions/compose/ are the only ones that pick adapters.",
    { path: "^functions/", pathNot: ["^functions/adapters/", "^functions/compose(\\.ts$|/)", test] },
    { path: "^functions/adapters/" },
  ],
  [
    "functions-know-no-machine",
    "The server reads names from the environment; only plain data of infra/topology.ts may be imported.",
    { path: "^functions/", pathNot: test },
    { path: "^infra/(cloud|local)/" },
  ],
  [
    "server-has-no-vue",
    "Nothing on the server draws.",
    { path: "^(schema-engine|functions|infra)/", pathNot: test },
    { path: vueWorld },
  ],
]);

const screen = forbidden([
  [
    "studio-sees-engine-only",
    "The studio talks to the server over HTTP.",
    { path: "^studio/" },
    { path: "^(functions|infra)/" },
  ],
  [
    "nobody-sees-studio",
    "The studio is a leaf.",
    { pathNot: ["^studio/", "^vitest\\.config\\.ts$", "^eslint\\.config\\.js$"] },
    { path: "^studio/" },
  ],
  [
    "ui-has-no-domain",
    "studio/src/ui knows the component library, never the CRM.",
    { path: "^studio/src/ui/", pathNot: test },
    { path: ["^studio/src/(features|api|fields|nodes)/", "^schema-engine/"] },
  ],
  [
    "nothing-sees-tests",
    "Product code never imports a test.",
    { path: "^(schema-engine|functions|infra|studio)/", pathNot: test },
    { path: ["^test/", test] },
  ],
]);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...general, ...engine, ...server, ...screen],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(\\.build|\\.data|cdk\\.out|studio/dist)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
  },
};
