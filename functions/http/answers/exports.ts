import { closed, dictionaryOf, instant, localizedText, nullable, text } from "../schemas.ts";

const count = { type: "integer", minimum: 0 };
const state = { enum: ["queued", "running", "paused", "done", "failed", "cancelled"] };

/** Body of `POST /exports`. */
export const exportBody = closed(
  {
    object: text,
    filter: { type: ["object", "null"] },
    sort: { type: "array", items: closed({ field: text, direction: { enum: ["asc", "desc"] } }, ["field"]) },
    fields: { type: ["array", "null"], items: text },
    format: { enum: ["csv", "xlsx"] },
    headings: { enum: ["labels", "apiNames"] },
  },
  ["object", "format"],
);

const properties = {
  id: text,
  state,
  progress: { type: "number", minimum: 0, maximum: 1 },
  counts: dictionaryOf({ type: "number" }),
  errors: {
    type: "array",
    items: closed({ row: nullable(count), code: text, message: localizedText }, ["row", "code", "message"]),
  },
  createdAt: instant,
  file: nullable(
    closed({ name: text, size: count, keptUntil: nullable(instant) }, ["name", "size", "keptUntil"]),
  ),
};

/** `GET /exports/{id}`. */
export const exportState = closed(properties, Object.keys(properties));
