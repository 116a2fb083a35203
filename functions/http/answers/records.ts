import {
  anyObject,
  closed,
  instant,
  localizedText,
  names,
  nullable,
  problemSchema,
  recordAnswer,
  text,
} from "../schemas.ts";

const number = { type: "number", minimum: 0 };
const count = { type: "integer", minimum: 0 };
const isTrue = { const: true };

const index = closed({ equal: { type: "array", items: text }, sort: text }, ["equal"]);
const mode = { enum: ["walk", "collect"] };

const explanation = closed(
  {
    source: text,
    mode,
    direction: { enum: ["asc", "desc"] },
    ranges: count,
    indexes: { type: "array", items: index },
    residual: nullable(anyObject),
    hydrate: { type: "boolean" },
    budget: count,
    itemsRead: count,
    capacity: number,
    estimate: closed({ rows: count, capacity: number }, ["rows", "capacity"]),
    alternatives: {
      type: "array",
      items: closed({ source: text, mode, cost: number }, ["source", "mode", "cost"]),
    },
    advice: nullable(index),
  },
  ["source", "mode", "direction", "ranges", "indexes", "residual", "hydrate", "budget"].concat([
    ...["itemsRead", "capacity", "estimate", "alternatives", "advice"],
  ]),
);

/** `POST /objects/{object}/query`; with `fields` the items hold only what was asked for. */
export const queryAnswer = closed(
  {
    items: { type: "array", items: recordAnswer },
    cursor: nullable(text),
    references: names,
    partial: isTrue,
    count,
    countIsMinimum: isTrue,
    explain: explanation,
  },
  ["items", "cursor", "references"],
);

/** `POST /objects/{object}/bulk`, in the order sent. */
export const bulkAnswer = closed(
  {
    results: {
      type: "array",
      items: {
        anyOf: [
          closed({ status: { type: "integer" }, id: text, version: { type: "integer", minimum: 1 } }, [
            "status",
            "id",
          ]),
          closed({ status: { type: "integer" }, problem: problemSchema }, ["status", "problem"]),
        ],
      },
    },
  },
  ["results"],
);

const change = closed({ field: text, label: localizedText, before: {}, after: {} }, [
  "field",
  "label",
  "before",
  "after",
]);

/** `GET /objects/{object}/records/{id}/timeline`. */
export const timelineAnswer = closed(
  {
    items: {
      type: "array",
      items: closed(
        {
          id: text,
          at: instant,
          kind: text,
          actor: closed({ kind: text, id: text, name: text }, ["kind", "id", "name"]),
          version: { type: "integer", minimum: 1 },
          changes: { type: "array", items: change },
          move: anyObject,
          merge: closed(
            {
              into: text,
              others: { type: "array", items: closed({ id: text, name: text }, ["id", "name"]) },
            },
            ["into", "others"],
          ),
          title: localizedText,
          details: anyObject,
        },
        ["id", "at", "kind", "actor"],
      ),
    },
    cursor: nullable(text),
    references: names,
  },
  ["items", "cursor", "references"],
);

/** `GET /search`. */
export const searchAnswer = closed(
  {
    items: {
      type: "array",
      items: closed(
        { object: text, id: text, name: text, matched: { type: "array", items: text }, snippet: text },
        ["object", "id", "name", "matched"],
      ),
    },
    cursor: nullable(text),
    partial: isTrue,
  },
  ["items", "cursor"],
);
