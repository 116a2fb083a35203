import { anyObject, closed, localizedText, text } from "../schemas.ts";

const count = { type: "number", minimum: 0 };
const yes = { type: "boolean" };

/** Something wrong with a document; `pointer` begins with `/{kind}/{apiName}`. */
export const problemItem = {
  type: "object",
  properties: { kind: text, code: text, pointer: text, message: localizedText },
  required: ["code", "pointer", "message"],
};

const change = {
  type: "object",
  properties: {
    kind: text,
    apiName: text,
    path: text,
    change: { enum: ["added", "removed", "changed", "renamed"] },
    class: { enum: ["safe", "needsBackfill", "destructive", "refused"] },
    affected: count,
    affectedIsMinimum: yes,
    samples: { type: "array", items: anyObject },
    usedBy: { type: "array", items: anyObject },
  },
  required: ["kind", "apiName", "path", "change", "class", "affected", "samples", "usedBy"],
};

const difference = closed({ object: text, right: text, name: text, before: text, after: text }, [
  "object",
  "right",
  "before",
  "after",
]);

const accessChange = closed(
  {
    ...{ role: text, label: localizedText, people: count },
    ...{ names: { type: "array", items: text }, differences: { type: "array", items: difference } },
  },
  ["role", "label", "people", "names", "differences"],
);

/** `POST /metadata/plan`. */
export const publishPlan = {
  type: "object",
  properties: {
    id: text,
    baseVersion: { type: "integer", minimum: 0 },
    changes: { type: "array", items: change },
    automatic: { type: "array", items: anyObject },
    access: { type: "array", items: accessChange },
    refused: { type: "array", items: problemItem },
  },
  required: ["id", "baseVersion", "changes", "refused"],
};

const job = closed({ id: text, kind: text }, ["id", "kind"]);

/** `POST /metadata/publish`. */
export const publication = closed(
  { version: { type: "integer", minimum: 1 }, jobs: { type: "array", items: job } },
  ["version", "jobs"],
);

const file = closed({ path: text, content: anyObject }, ["path", "content"]);

/** `GET /metadata/export`. */
export const exportedBundle = closed(
  { version: { type: "integer", minimum: 0 }, files: { type: "array", items: file } },
  ["version", "files"],
);
