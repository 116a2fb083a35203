import { closed, instant, nullable, text } from "../schemas.ts";

const number = { type: "integer", minimum: 0 };
/** Any JSON. */
const anything = { description: "Any JSON." };
const named = { kind: text, apiName: text };

/** A metadata document; its own schema is that of its kind (docs/schemas). */
export const metadataBody = {
  type: "object",
  properties: { apiName: text, id: text },
  description: "A metadata document; the schema of its kind is in the export of the metadata.",
};

/** `PUT /metadata/draft/{kind}/{apiName}`. */
export const savedDraft = closed(
  { ...named, body: metadataBody, revision: { type: "integer", minimum: 1 } },
  ["kind", "apiName", "body", "revision"],
);

/** `GET /metadata/draft`; `body` null: the document goes at the next publish. */
export const draftAnswer = closed(
  {
    baseVersion: number,
    documents: {
      type: "array",
      items: closed(
        {
          ...named,
          body: nullable(metadataBody),
          revision: { type: "integer", minimum: 1 },
          updatedAt: instant,
          updatedBy: text,
        },
        ["kind", "apiName", "body", "revision", "updatedAt", "updatedBy"],
      ),
    },
  },
  ["baseVersion", "documents"],
);

/** `POST /metadata/draft:repair`: documents whose working copy changed. */
export const repairedDraft = closed(
  { changed: { type: "array", items: closed(named, ["kind", "apiName"]) } },
  ["changed"],
);

/** Body of `POST /metadata/draft:repair`. */
export const repairBody = closed({ element: closed({ kind: text, target: text }, ["kind", "target"]) }, [
  "element",
]);

/** Body of `POST /metadata/draft/{kind}/{apiName}:merge`. */
export const mergeBody = closed({ base: anything, mine: anything }, ["base", "mine"]);

/** `POST /metadata/draft/{kind}/{apiName}:merge`; save `merged` against `revision` and `version`. */
export const mergedDraft = closed(
  {
    merged: anything,
    conflicts: {
      type: "array",
      items: closed({ pointer: text, base: anything, mine: anything, theirs: anything }, ["pointer"]),
    },
    theirs: anything,
    revision: number,
    version: number,
  },
  ["merged", "conflicts", "theirs", "revision", "version"],
);

/** `GET /metadata/versions`. */
export const versionList = closed(
  {
    items: {
      type: "array",
      items: closed(
        {
          version: { type: "integer", minimum: 1 },
          publishedAt: instant,
          publishedBy: text,
          note: text,
          changes: number,
        },
        ["version", "publishedAt", "publishedBy", "note", "changes"],
      ),
    },
    cursor: nullable(text),
  },
  ["items", "cursor"],
);

const versionDocument = closed({ ...named, id: text, body: metadataBody }, ["kind", "apiName", "id", "body"]);
const versionChange = closed(
  {
    ...named,
    path: text,
    change: { enum: ["added", "removed", "changed", "renamed"] },
    element: closed({ kind: text, target: text }, ["kind", "target"]),
    before: anything,
    after: anything,
  },
  ["kind", "apiName", "path", "change", "element"],
);

/** `GET /metadata/versions/{version}`: its documents, or with `against` the difference to that version. */
export const oneVersionAnswer = {
  anyOf: [
    closed({ version: number, documents: { type: "array", items: versionDocument } }, [
      "version",
      "documents",
    ]),
    closed({ version: number, against: number, changes: { type: "array", items: versionChange } }, [
      "version",
      "against",
      "changes",
    ]),
  ],
};
