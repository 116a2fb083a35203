import { isDeepStrictEqual } from "node:util";
import type { FieldContext, FieldModel, Json } from "#engine";
import { numberText } from "../imports/reading/xlsx-number.ts";
import type { WrittenCell } from "./workbook.ts";

const DAY_MS = 86_400_000;
const EPOCH_1900 = Date.UTC(1899, 11, 30);
/** The first day after the one that never was (1900-02-29). */
const FIRST_SURE_DAY = 61;
const plain = { moment: null, percent: false, currency: null } as const;

/**
 * A value as a number, day or truth value of a spreadsheet, wherever reading that back gives the same value; else as the
 * text that a person reads.
 */
export function typedCell(
  field: FieldModel,
  value: Json,
  { text, context }: { readonly text: string; readonly context: FieldContext },
): WrittenCell {
  const written: WrittenCell = { kind: "text", text };
  const typed = numberCell(field, value) ?? momentCell(field, text) ?? truthCell(value);
  if (!typed) return written;
  const parsed = field.type.parse(typed.text, field.settings, context);
  return parsed.ok && isDeepStrictEqual(parsed.value, value) ? typed.cell : written;
}

interface Typed {
  readonly cell: WrittenCell;
  /** What an import reads in the cell. */
  readonly text: string;
}

function numberCell({ type }: FieldModel, value: Json): Typed | null {
  const measure = type.measure?.(value);
  if (!measure) return null;
  const { amount, unit } = measure;
  const text = numberText(amount, unit === "" ? plain : { ...plain, currency: unit }, false);
  const isCode = unit === "" || /^[A-Z]{3}$/u.test(unit);
  return text === null || !isCode ? null : { cell: { kind: "number", digits: amount, unit }, text };
}

function momentCell({ type }: FieldModel, text: string): Typed | null {
  const kind = moments[type.cel.type];
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d)(?::(\d\d))?)?$/u.exec(text);
  if (!kind || !parts) return null;
  const [, year, month, day, hour = 0, minute = 0, second = 0] = parts.map(Number);
  const at = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
  const serial = (at - EPOCH_1900) / DAY_MS;
  if (serial < FIRST_SURE_DAY) return null;
  const read = numberText(String(serial), { ...plain, moment: kind }, false);
  return read === null ? null : { cell: { kind, serial }, text: read };
}

const moments: Readonly<Record<string, "date" | "dateTime" | undefined>> = {
  date: "date",
  timestamp: "dateTime",
};

function truthCell(value: Json): Typed | null {
  return typeof value === "boolean" ? { cell: { kind: "truth", isTrue: value }, text: String(value) } : null;
}
