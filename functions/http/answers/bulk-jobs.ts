import { closed, instant, localizedText, names, nullable, reference, text } from "../schemas.ts";

const problem = closed({ code: text, pointer: text, message: localizedText }, ["code", "pointer", "message"]);
const problems = { type: "array", items: problem };

/** What a bulk job would do. */
export const bulkPreview = closed(
  {
    count: { type: "integer", minimum: 0 },
    countIsMinimum: { type: "boolean" },
    samples: {
      type: "array",
      items: closed({ id: text, name: text, before: text, after: text, problems }, [
        "id",
        "name",
        "problems",
      ]),
    },
  },
  ["count", "countIsMinimum", "samples"],
);

/** Deleted records, the last deleted first. */
export const binPage = closed(
  {
    items: {
      type: "array",
      items: closed(
        {
          id: text,
          name: text,
          deletedAt: instant,
          deletedBy: text,
          until: instant,
          follows: nullable(reference),
        },
        ["id", "name", "deletedAt", "deletedBy", "until", "follows"],
      ),
    },
    cursor: nullable(text),
    references: names,
  },
  ["items", "cursor", "references"],
);

/** What became of each record of the bin. */
export const binOutcomes = closed(
  { items: { type: "array", items: closed({ id: text, problems }, ["id", "problems"]) } },
  ["items"],
);
