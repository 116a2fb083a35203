import { anyObject, closed, names, instant, text } from "../schemas.ts";

const count = { type: "integer", minimum: 0 };
const group = { type: "object", properties: { key: anyObject, count }, required: ["key"] };
const ending = {
  totals: anyObject,
  complete: { type: "boolean" },
  source: { enum: ["counters", "records"] },
  itemsRead: count,
  references: names,
};

/** `POST /objects/{object}/aggregate`: the key, `count` and one property per other measure. */
export const aggregateAnswer = closed({ groups: { type: "array", items: group }, ...ending }, [
  "groups",
  ...Object.keys(ending),
]);

/** A line of the same as `application/x-ndjson`: how far it is, a group, or the last with the totals. */
export const aggregateLine = {
  anyOf: [
    closed({ progress: closed({ itemsRead: count, groups: count }, ["itemsRead", "groups"]) }, ["progress"]),
    closed({ group }, ["group"]),
    closed(ending, Object.keys(ending)),
  ],
};

/** `GET /objects/{object}/statistics`. */
export const statisticsAnswer = closed(
  {
    total: count,
    fields: { type: "array", items: closed({ field: text, filled: count }, ["field", "filled"]) },
    asOf: instant,
    rebuilding: { const: true },
  },
  ["total", "fields", "asOf"],
);
