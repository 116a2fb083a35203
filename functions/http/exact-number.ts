/**
 * Whether JSON.parse keeps a number as it is written: its shortest decimal form has the same digits. 0.1 is kept,
 * 9007199254740993 and 1e309 are not (reliability.md R05: never silent rounding).
 */
export function isExactNumber(literal: string): boolean {
  if (literal.length < 16 && !/[eE]/.test(literal)) return true;
  const value = Number(literal);
  if (!Number.isFinite(value)) return Number.isNaN(value);
  return canonical(literal) === canonical(String(value));
}

/** Digits without outer zeros and the exponent of the last one; the same for equal decimals. */
function canonical(literal: string): string {
  const [, sign = "", whole = "", part = "", exponent = "0"] =
    /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(literal) ?? [];
  const digits = (whole + part).replace(/^0+/, "");
  const kept = digits.replace(/0+$/, "");
  if (kept === "") return "0";
  return `${sign}${kept}e${Number(exponent) - part.length + digits.length - kept.length}`;
}
