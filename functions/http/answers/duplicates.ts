import { closed, nullable, recordAnswer, text } from "../schemas.ts";

const score = { type: "integer", minimum: 0, maximum: 100 };

const reason = closed(
  {
    field: text,
    comparison: { enum: ["exact", "normalized", "fuzzy"] },
    score,
    here: {},
    there: {},
  },
  ["field", "comparison", "score", "here", "there"],
);

const duplicate = closed(
  { id: text, name: text, score, rule: text, reasons: { type: "array", items: reason } },
  ["id", "name", "score", "rule", "reasons"],
);

/** `POST /objects/{object}/duplicates:check`. */
export const duplicatesAnswer = closed(
  {
    items: { type: "array", items: duplicate, maxItems: 20 },
    action: { enum: ["allow", "warn", "block"] },
  },
  ["items", "action"],
);

/** `POST /objects/{object}/records/{id}:merge`: the record, and the id to undo the merge by. */
export const mergeAnswer = closed({ record: recordAnswer, merge: text }, ["record", "merge"]);

/** `GET /objects/{object}/duplicates`. */
export const duplicateGroupsAnswer = closed(
  {
    items: {
      type: "array",
      items: closed({ id: text, name: text, others: { type: "array", items: duplicate, minItems: 1 } }, [
        "id",
        "name",
        "others",
      ]),
    },
    cursor: nullable(text),
  },
  ["items", "cursor"],
);
