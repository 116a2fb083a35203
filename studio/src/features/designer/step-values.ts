import type { Json } from "#engine";

/** A value set by a step (node types `create-record` and `update-record`). */
export type StepValue =
  | { readonly literal: Json }
  | { readonly expression: string }
  | { readonly fromNow: string; readonly as?: "date" | "dateTime" };

export type StepValues = Readonly<Record<string, StepValue>>;

/** Ways to give a value, in the order offered. */
export const stepValueModes = ["literal", "expression", "fromNow"] as const;
export type StepValueMode = (typeof stepValueModes)[number];

export function modeOf(value: StepValue | undefined): StepValueMode {
  return stepValueModes.find((mode) => value !== undefined && mode in value) ?? "literal";
}

/** The plainest value of a mode, for a field whose expressions see it as `celType`. */
export function emptyValue(mode: StepValueMode, celType: string | undefined): StepValue {
  if (mode === "expression") return { expression: "record.name" };
  if (mode === "fromNow")
    return celType === "timestamp" ? { fromNow: "P1D", as: "dateTime" } : { fromNow: "P1D" };
  return { literal: celType === "bool" ? true : "" };
}

/** Parts of a simple ISO 8601 duration; null when it has several units. */
export function durationParts(text: string): { readonly amount: number; readonly unit: string } | null {
  const match = /^P(T?)(\d+)([MWDH])$/.exec(text);
  const unit = match ? `${match[1] ?? ""}${match[3] ?? ""}` : "";
  return match && durationUnits.includes(unit) ? { amount: Number(match[2]), unit } : null;
}

/** Units offered for waits and days from now: minutes, hours, days, weeks, months. */
export const durationUnits: readonly string[] = ["TM", "TH", "D", "W", "M"];

/** `P3D` from 3 and `D`, `PT4H` from 4 and `TH`. */
export function durationText(amount: number, unit: string): string {
  const isTime = unit.startsWith("T");
  return `P${isTime ? "T" : ""}${Math.max(0, Math.trunc(amount))}${isTime ? unit.slice(1) : unit}`;
}
