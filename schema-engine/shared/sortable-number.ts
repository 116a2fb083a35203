/** ASCII order of these is their order; no space, no quote. */
const digits = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
const LENGTH = 11;

const view = new DataView(new ArrayBuffer(8));

/**
 * Key of a finite double: 11 printable characters whose byte order is the numbers' order, exact for every double
 * (storage.md §3). Zero has one key.
 */
export function sortableNumber(value: number): string {
  view.setFloat64(0, value === 0 ? 0 : value);
  const flip = value < 0 ? 0xffffffff : 0;
  let high = (view.getUint32(0) ^ flip ^ (flip === 0 ? 0x80000000 : 0)) >>> 0;
  let low = (view.getUint32(4) ^ flip) >>> 0;
  let key = "";
  for (let at = 0; at < LENGTH; at += 1) {
    key = digits.charAt(low & 63) + key;
    low = ((low >>> 6) | ((high & 63) << 26)) >>> 0;
    high >>>= 6;
  }
  return key;
}

/** Most integer digits of a decimal that `sortableDecimal` can encode. */
export const DECIMAL_INTEGER_DIGITS = 15;
/** Most fraction digits of a decimal that `sortableDecimal` can encode. */
export const DECIMAL_FRACTION_DIGITS = 4;

/**
 * Key of a decimal text with at most 15 integer and 4 fraction digits: sign and 19 digits, negative ones complemented;
 * exact where a double is not.
 */
export function sortableDecimal(text: string): string {
  const negative = text.startsWith("-");
  const [whole = "", fraction = ""] = (negative ? text.slice(1) : text).split(".");
  const plain =
    whole.padStart(DECIMAL_INTEGER_DIGITS, "0") +
    fraction.slice(0, DECIMAL_FRACTION_DIGITS).padEnd(DECIMAL_FRACTION_DIGITS, "0");
  if (!negative || /^0*$/.test(plain)) return `1${plain}`;
  return `0${plain.replace(/\d/g, (digit) => String(9 - Number(digit)))}`;
}
