import { anyObject, closed, instant, listOf, localizedText, nullable, reference, text } from "../schemas.ts";

const run = {
  id: text,
  definition: text,
  kind: { enum: ["workflow", "journey"] },
  version: { type: "integer", minimum: 0 },
  status: { enum: ["active", "waiting", "done", "failed", "exited"] },
  reason: text,
  startedAt: instant,
  updatedAt: instant,
  record: closed({ ...reference.properties, name: text }, ["object", "id", "name"]),
  current: nullable(text),
  wakeAt: instant,
};
const runRequired = [
  "id",
  "definition",
  "kind",
  "version",
  "status",
  "startedAt",
  "updatedAt",
  "record",
  "current",
];

const problem = {
  type: "object",
  properties: { kind: text, code: text, pointer: text, message: localizedText },
  required: ["code", "pointer", "message"],
};

const step = closed(
  {
    step: text,
    type: text,
    visit: { type: "integer", minimum: 0 },
    at: instant,
    status: { enum: ["done", "waiting", "failed", "skipped"] },
    input: anyObject,
    result: anyObject,
    effects: { type: "array", items: anyObject },
    problems: { type: "array", items: problem },
  },
  ["step", "type", "visit", "at", "status", "input", "result", "effects"],
);

/** A page of `GET /workflows/{id}/runs`. */
export const runList = listOf(closed(run, runRequired));
/** `GET /runs/{id}`. */
export const runWithSteps = closed({ ...run, steps: { type: "array", items: step } }, [
  ...runRequired,
  "steps",
]);

const count = { type: "integer", minimum: 0 };
/** `POST /journeys/{id}:enroll`. */
export const enrolled = closed(
  { enrolled: count, skipped: count, ineligible: count, unknown: count, cursor: nullable(text) },
  ["enrolled", "skipped", "ineligible", "unknown", "cursor"],
);

/** `GET /notifications`. */
export const notificationPage = closed(
  {
    items: {
      type: "array",
      items: closed(
        {
          id: text,
          at: instant,
          message: localizedText,
          about: nullable(reference),
          read: { type: "boolean" },
        },
        ["id", "at", "message", "about", "read"],
      ),
    },
    unread: count,
    cursor: nullable(text),
  },
  ["items", "unread", "cursor"],
);
