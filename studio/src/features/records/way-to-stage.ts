import type { JsonObject, LocalizedText } from "#engine";
import type { OfferedMove, StagePosition } from "../../api/transitions.ts";
import type { StageInfo } from "./stages.ts";

/** A move to be made, with what the person is asked for. */
export interface Move {
  /** API name of the transition; null: a plain change of stage. */
  readonly transition: string | null;
  readonly label: LocalizedText;
  readonly to: string;
  readonly fields: readonly string[];
  readonly checklist: OfferedMove["checklist"];
}

/** How a record gets into a stage: a move, or the reasons why it does not (none: no way leads there). */
export type Way =
  { readonly ok: true; readonly move: Move } | { readonly ok: false; readonly reasons: readonly string[] };

/** The way into a stage: an open transition, else a plain change where that is free. */
export function wayTo(position: StagePosition, stage: StageInfo): Way {
  const leading = position.moves.filter((one) => one.to === stage.option);
  const open = leading.find((one) => one.open);
  if (open) return { ok: true, move: moveOf(open) };
  if (position.free.includes(stage.option)) return { ok: true, move: plainMove(stage) };
  const reasons = leading.flatMap((one) => one.reasons.map((reason) => reason.message));
  return { ok: false, reasons: [...new Set(reasons)] };
}

/** A transition as a move. */
export function moveOf({ name, label, to, requiredFields, checklist }: OfferedMove): Move {
  return { transition: name, label, to, fields: requiredFields, checklist };
}

/** Whether a person must be asked something before the move. */
export function mustAsk({ fields, checklist }: Move, values: JsonObject): boolean {
  return checklist.length > 0 || fields.some((name) => (values[name] ?? null) === null);
}

function plainMove(stage: StageInfo): Move {
  const { label, option, requiredFields } = stage;
  return { transition: null, label, to: option, fields: requiredFields, checklist: [] };
}
