import { compileExpression, fieldType, type FieldType, type JsonObject } from "#engine";

const names = {
  name: "text",
  n: "number",
  m: "number",
  amount: "currency",
  fee: "currency",
  d: "date",
  at: "dateTime",
  tags: "tags",
  ok: "checkbox",
};
/** The fields a formula of the laws may name, in a workspace of Shanghai's time. */
export const environment = {
  timeZone: "Asia/Shanghai",
  fields: Object.entries(names).map(([apiName, type]) => ({ apiName, type: fieldType(type) as FieldType })),
};
/** The instant formulas are computed at unless a law says another. */
export const NOW = "2026-01-05T20:00:00.000Z";
/** Values for every field of the environment. */
export const record: JsonObject = {
  name: "Zürich 贸易",
  n: 0.1,
  m: 7,
  amount: { amount: "10.10", currency: "CNY" },
  fee: { amount: "0.20", currency: "CNY" },
  d: "2026-01-31",
  at: "2026-01-31T17:00:00.000Z",
  ok: true,
  tags: ["a", "b"],
};

/** A formula's value, or the code and problem it was refused with before or failed with while being computed. */
export function evaluate(source: string, values: JsonObject = record, now = NOW) {
  const compiled = compileExpression(source, environment);
  if (!compiled.ok) return { refused: compiled.problems[0]?.code, problem: compiled.problems[0] };
  const result = compiled.value.evaluate({ record: values, now, actor: "u1" });
  return result.ok
    ? { value: result.value }
    : { failed: result.problems[0]?.code, problem: result.problems[0] };
}
