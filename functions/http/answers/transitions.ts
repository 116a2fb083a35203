import { closed, instant, localizedText, nullable, text } from "../schemas.ts";

const names = { type: "array", items: text };
const yes = { type: "boolean" };

const reason = closed({ code: text, pointer: text, message: text }, ["code", "pointer", "message"]);

const move = closed(
  {
    name: text,
    label: localizedText,
    to: text,
    toLabel: localizedText,
    open: yes,
    reasons: { type: "array", items: reason },
    requiredFields: names,
    checklist: {
      type: "array",
      items: closed({ id: text, apiName: text, label: localizedText, required: yes }, ["apiName", "label"]),
    },
    automaticAfter: nullable(text),
  },
  ["name", "label", "to", "toLabel", "open", "reasons", "requiredFields", "checklist", "automaticAfter"],
);

/** `GET /objects/{object}/records/{id}/transitions`; `pipeline` null: the record is in none that the caller sees. */
export const stagePosition = closed(
  {
    pipeline: nullable(text),
    strict: yes,
    stage: nullable(text),
    version: { type: "integer", minimum: 1 },
    stageEnteredAt: instant,
    agingFrom: instant,
    moves: { type: "array", items: move },
    free: names,
  },
  ["pipeline", "version", "moves", "free"],
);
