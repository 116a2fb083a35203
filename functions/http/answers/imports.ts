import { importModes } from "#engine";
import { closed, dictionaryOf, instant, localizedText, nullable, text } from "../schemas.ts";

const count = { type: "integer", minimum: 0 };
const list = (items: object) => ({ type: "array", items });
const columnMapping = closed({ column: text, object: text, field: text, by: text }, [
  "column",
  "object",
  "field",
]);

/** What is to become of the columns of a file; the same in a saved mapping. */
const mappingProperties = {
  object: text,
  mapping: list(columnMapping),
  mode: { enum: [...importModes] },
  match: list(text),
  blanks: { enum: ["keep", "clear"] },
  defaults: list(closed({ object: text, field: text, value: text }, ["object", "field", "value"])),
};

const files = (properties: Readonly<Record<string, object>>, required: readonly string[]) => ({
  type: "array",
  minItems: 1,
  maxItems: 20,
  items: {
    oneOf: [
      closed({ name: text, text, ...properties }, ["name", "text", ...required]),
      closed({ name: text, upload: text, sheet: nullable(text), ...properties }, ["upload", ...required]),
    ],
  },
});

/** Bodies of `POST /imports:upload`, `POST /imports:analyze` and `POST /imports`. */
export const uploadBody = closed({ name: text, size: count }, ["name", "size"]);
export const analyzeBody = closed({ files: files({}, []) }, ["files"]);
export const startBody = closed(
  { files: files(mappingProperties, ["object", "mapping"]), dryRun: { type: "boolean" } },
  ["files"],
);

/** `POST /imports:upload`. */
export const begunUpload = closed(
  {
    id: text,
    name: text,
    upload: closed(
      { method: { enum: ["PUT"] }, url: text, headers: dictionaryOf(text), expiresAt: instant },
      ["method", "url", "headers", "expiresAt"],
    ),
  },
  ["id", "name", "upload"],
);

const column = closed(
  { heading: text, samples: list(text), target: nullable(columnMapping), confidence: { type: "number" } },
  ["heading", "samples", "target", "confidence"],
);

const analyzed = {
  name: text,
  rows: count,
  faultyRows: count,
  kind: { enum: ["csv", "xlsx"] },
  delimiter: text,
  encoding: nullable(text),
  sheets: list(text),
  sheet: nullable(text),
  object: nullable(text),
  preview: list(list(text)),
  columns: list(column),
};

/** `POST /imports:analyze`. */
export const analyzedFiles = closed({ files: list(closed(analyzed, Object.keys(analyzed))) }, ["files"]);

const progress = { type: "number", minimum: 0, maximum: 1 };
const state = { enum: ["queued", "running", "paused", "done", "failed", "cancelled"] };

/** `POST /imports`. */
export const startedImport = closed({ id: text, state, progress, dryRun: { type: "boolean" } }, [
  "id",
  "state",
  "progress",
  "dryRun",
]);

const rowProblem = {
  type: "object",
  properties: {
    row: count,
    line: count,
    column: nullable(text),
    code: text,
    message: localizedText,
    value: nullable(text),
    fatal: { type: "boolean" },
  },
  required: ["row", "code", "message"],
};

const counts = { rows: count, created: count, updated: count, skipped: count, failed: count };
const result = closed(
  { name: text, object: text, ...counts, problemCount: count, problems: list(rowProblem) },
  ["name", "object", ...Object.keys(counts), "problemCount", "problems"],
);

const jobError = closed({ row: nullable(count), code: text, message: localizedText }, [
  "row",
  "code",
  "message",
]);

const number = { type: "number" };

/** `GET /imports/{id}`. */
const stateProperties = {
  id: text,
  state,
  progress,
  dryRun: { type: "boolean" },
  counts: dictionaryOf(number),
  files: list(result),
  errors: list(jobError),
  createdAt: instant,
  rate: nullable(number),
  etaSeconds: nullable(number),
  undo: nullable(closed({ until: instant, job: nullable(text) }, ["until", "job"])),
};
export const importState = closed(stateProperties, Object.keys(stateProperties));

const listed = {
  ...{ id: text, state, progress, dryRun: { type: "boolean" }, counts: dictionaryOf(number) },
  files: list(closed({ name: text, object: text }, ["name", "object"])),
  createdAt: instant,
  undo: stateProperties.undo,
};

/** `GET /imports`. */
export const importPage = closed(
  { items: list(closed(listed, Object.keys(listed))), cursor: nullable(text) },
  ["items", "cursor"],
);

/** An address that downloads a file for a few minutes. */
export const fileLink = closed({ name: text, url: text, expiresAt: instant }, ["name", "url", "expiresAt"]);

const mappingContent = closed(mappingProperties, ["object", "mapping"]);

/** Body of `PUT /import-mappings/{id}`. */
export const mappingBody = closed({ name: text, shared: { type: "boolean" }, body: mappingContent }, [
  "name",
  "body",
]);

const savedProperties = {
  ...{ id: text, name: text, shared: { type: "boolean" }, own: { type: "boolean" } },
  body: mappingContent,
  updatedAt: instant,
};

/** `PUT /import-mappings/{id}`. */
export const savedMapping = closed(savedProperties, Object.keys(savedProperties));

/** `GET /import-mappings`. */
export const savedMappings = closed({ items: list(savedMapping) }, ["items"]);
