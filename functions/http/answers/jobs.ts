import { closed, dictionaryOf, instant, listOf, localizedText, nullable, text } from "../schemas.ts";

const amount = { type: "number", minimum: 0 };

/** One thing a job could not do. */
export const jobError = closed(
  {
    row: nullable({ type: "integer", minimum: 0 }),
    code: text,
    message: localizedText,
    record: closed({ object: text, id: text, name: text }, ["object", "id", "name"]),
  },
  ["row", "code", "message"],
);

/** A background job. `errors` holds the first; `GET /jobs/{id}/errors` has all. */
export const job = closed(
  {
    id: text,
    kind: text,
    state: { enum: ["queued", "running", "paused", "done", "failed", "cancelled"] },
    progress: { type: "number", minimum: 0, maximum: 1 },
    counts: dictionaryOf(amount),
    errors: { type: "array", items: jobError },
    createdAt: instant,
    createdBy: text,
    updatedAt: instant,
    object: nullable(text),
    rate: nullable(amount),
    etaSeconds: nullable(amount),
    share: nullable({ type: "number", exclusiveMinimum: 0, maximum: 1 }),
    /** Until when the job can be undone, and the job that does or did it; null: it cannot be. */
    undo: nullable(closed({ until: instant, job: nullable(text) }, ["until", "job"])),
    /** The job that this one undoes; null: another kind of job. */
    of: nullable(text),
  },
  ["id", "kind", "state", "progress", "counts", "errors", "createdAt", "createdBy", "updatedAt"],
);

export const jobPage = listOf(job);
export const jobErrorPage = listOf(jobError);
