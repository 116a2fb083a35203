import { closed, dictionaryOf, localizedText, nullable, text } from "../schemas.ts";

const count = { type: "integer", minimum: 0 };
const mapping = closed({ column: text, object: text, field: text, by: text }, ["column", "object", "field"]);

const file = (properties: Readonly<Record<string, object>>) => ({
  type: "array",
  minItems: 1,
  maxItems: 20,
  items: closed({ name: text, text, ...properties }, ["name", "text", ...Object.keys(properties)]),
});

/** Bodies of `POST /imports:analyze` and `POST /imports`. */
export const analyzeBody = closed({ files: file({}) }, ["files"]);
export const startBody = closed(
  { files: file({ object: text, mapping: { type: "array", items: mapping } }), dryRun: { type: "boolean" } },
  ["files"],
);

const column = closed(
  {
    heading: text,
    samples: { type: "array", items: text },
    target: nullable(mapping),
    confidence: { type: "number" },
  },
  ["heading", "samples", "target", "confidence"],
);

/** `POST /imports:analyze`. */
export const analyzedFiles = closed(
  {
    files: {
      type: "array",
      items: closed(
        {
          name: text,
          rows: count,
          delimiter: text,
          object: nullable(text),
          columns: { type: "array", items: column },
        },
        ["name", "rows", "delimiter", "object", "columns"],
      ),
    },
  },
  ["files"],
);

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
    column: nullable(text),
    code: text,
    message: localizedText,
    value: nullable(text),
    fatal: { type: "boolean" },
  },
  required: ["row", "code", "message"],
};

const result = closed(
  {
    name: text,
    object: text,
    rows: count,
    created: count,
    updated: count,
    skipped: count,
    failed: count,
    problems: { type: "array", items: rowProblem },
  },
  ["name", "rows", "created", "updated", "skipped", "failed", "problems"],
);

const jobError = closed({ row: nullable(count), code: text, message: localizedText }, [
  "row",
  "code",
  "message",
]);

/** `GET /imports/{id}`. */
export const importState = closed(
  {
    id: text,
    state,
    progress,
    dryRun: { type: "boolean" },
    counts: dictionaryOf({ type: "number" }),
    files: { type: "array", items: result },
    errors: { type: "array", items: jobError },
  },
  ["id", "state", "progress", "dryRun", "counts", "files", "errors"],
);
