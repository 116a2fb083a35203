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

const explanation = closed({ plan: anyObject, ranges: count, itemsRead: count, capacity: number }, [
  "plan",
  "ranges",
  "itemsRead",
  "capacity",
]);

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
