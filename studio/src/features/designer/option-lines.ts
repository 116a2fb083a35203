import type { Choice } from "#engine";
import { suggestApiName } from "./object-edits.ts";

/** Which options there are and how new ones are coloured. */
export interface OptionsAround {
  readonly existing: readonly Choice[];
  readonly colors: readonly string[];
}

/**
 * Options of many lines: `label`, `Chinese | English`, or `Chinese | English | code`, parted by `|` or tabs as a
 * spreadsheet pastes them. Lines that say nothing, and codes or names that exist already, are left out.
 */
export function optionsFromLines(text: string, { existing, colors }: OptionsAround): readonly Choice[] {
  const codes = new Set(existing.map((one) => one.value));
  const names = new Set(existing.flatMap((one) => [one.label["zh-CN"], one.label.en]));
  const added: Choice[] = [];
  for (const { label, english, code } of text.split(/\r?\n/).map(partsOf)) {
    if (label === "" || names.has(label) || (code !== "" && codes.has(code))) continue;
    const value = isCode(code) ? code : suggestApiName(english, codes, "option").slice(0, LONGEST_CODE);
    codes.add(value);
    names.add(label);
    const color = colorAt(existing.length + added.length, colors);
    added.push({ value, label: { "zh-CN": label, en: english }, ...(color ? { color } : {}) });
  }
  return added;
}

/** The label in Chinese and English, each standing in for the other, and the code; empty: none was given. */
function partsOf(line: string) {
  const [chinese = "", second = "", code = ""] = line.split(/[|\t]/).map((part) => part.trim());
  const english = second === "" ? chinese : second;
  return { label: chinese === "" ? english : chinese, english, code };
}

/** Longest code (shared/choice-settings.ts). */
const LONGEST_CODE = 60;

function isCode(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/.test(text);
}

/** Colours in turn, without the first, which is grey. */
export function colorAt(place: number, colors: readonly string[]): string | undefined {
  return colors[(place % Math.max(1, colors.length - 1)) + 1];
}
