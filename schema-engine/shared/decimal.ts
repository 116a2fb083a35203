/** Significant digits of a result. */
const PRECISION = 40;
/** Most digits on either side of the point: numbers people write have far fewer, and work on more would cost time. */
const MOST_DIGITS = 400;
/** Most characters of a number that is read from text; longer ones are no numbers people write. */
const MOST_CHARACTERS = 60;

/** The value `units` divided by ten to the power of `scale`. */
interface Scaled {
  readonly units: bigint;
  readonly scale: number;
}

type Numeric = string | number | Scaled;

/**
 * Exact decimal arithmetic: sums, products and quotients have at most 40 significant digits, halves are rounded away
 * from zero, and text never has an exponent. There is no negative zero, no infinity and no NaN.
 */
export class Decimal implements Scaled {
  readonly units: bigint;
  /** Digits behind the point, the last one no zero; 0 to 400. */
  readonly scale: number;

  /**
   * A number, or its text with or without exponent. Throws a RangeError for anything else, and for more than 400 digits
   * before the point.
   */
  constructor(value: Numeric) {
    const { units, scale } = typeof value === "object" ? value : parsed(String(value));
    this.units = units;
    this.scale = scale;
  }

  static min(...all: readonly Decimal[]): Decimal {
    return all.reduce((least, one) => (one.comparedTo(least) < 0 ? one : least));
  }

  static max(...all: readonly Decimal[]): Decimal {
    return all.reduce((most, one) => (one.comparedTo(most) > 0 ? one : most));
  }

  plus(other: Numeric): Decimal {
    const [left, right, scale] = aligned(this, new Decimal(other));
    return significant(left + right, scale);
  }

  minus(other: Numeric): Decimal {
    const [left, right, scale] = aligned(this, new Decimal(other));
    return significant(left - right, scale);
  }

  times(other: Numeric): Decimal {
    const { units, scale } = new Decimal(other);
    return significant(this.units * units, this.scale + scale);
  }

  /** Throws a RangeError when the divisor is zero. */
  dividedBy(other: Numeric): Decimal {
    const { units, scale } = new Decimal(other);
    const shift = Math.max(0, PRECISION + 2 + digitsOf(units) - digitsOf(this.units));
    return significant((this.units * tens(shift)) / units, this.scale - scale + shift);
  }

  /** Below 0, 0 or above 0, as this is less than, equal to or greater than the other. */
  comparedTo(other: Numeric): number {
    const [left, right] = aligned(this, new Decimal(other));
    if (left === right) return 0;
    return left < right ? -1 : 1;
  }

  equals(other: Numeric): boolean {
    return this.comparedTo(other) === 0;
  }

  isZero(): boolean {
    return this.units === 0n;
  }

  /** Digits behind the point. */
  decimalPlaces(): number {
    return this.scale;
  }

  /** Rounded to at most that many digits behind the point. */
  toDecimalPlaces(digits: number): Decimal {
    return rounded(this, digits);
  }

  /** With exactly that many digits behind the point, rounded or filled with zeros; absent: as many as there are. */
  toFixed(digits = this.scale): string {
    const { units, scale } = rounded(this, digits);
    const text = digitText(units * tens(digits - scale)).padStart(digits + 1, "0");
    const point = text.length - digits;
    const plain = digits > 0 ? `${text.slice(0, point)}.${text.slice(point)}` : text;
    return units < 0n ? `-${plain}` : plain;
  }

  /** The nearest double. */
  toNumber(): number {
    return Number(this.toFixed());
  }

  toString(): string {
    return this.toFixed();
  }
}

/** The decimal a text or number stands for; null when it is none. */
export function decimalOf(value: string | number): Decimal | null {
  const text = String(value);
  if (text.length > MOST_CHARACTERS || !/^-?\d+(\.\d+)?(e[+-]?\d{1,2})?$/i.test(text)) return null;
  return new Decimal(text);
}

/** The JSON number of exactly this value; null when no double is it (compared by its shortest text). */
export function exactNumber(decimal: Decimal): number | null {
  const number = decimal.toNumber();
  return Number.isFinite(number) && new Decimal(number).equals(decimal) ? number : null;
}

function parsed(text: string): Scaled {
  const match = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?$/i.exec(text);
  if (!match || text.length > 3 * MOST_DIGITS) throw new RangeError("not a decimal number");
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const units = BigInt(`${whole}${fraction}`) * (sign === "-" ? -1n : 1n);
  return rounded({ units, scale: fraction.length - Number(exponent) }, MOST_DIGITS);
}

/** Both as whole numbers of the same scale. */
function aligned(one: Scaled, other: Scaled): readonly [bigint, bigint, number] {
  const scale = Math.max(one.scale, other.scale);
  return [one.units * tens(scale - one.scale), other.units * tens(scale - other.scale), scale];
}

/** Rounded to the digits that a result keeps. */
function significant(units: bigint, scale: number): Decimal {
  return rounded({ units, scale }, Math.min(MOST_DIGITS, scale + PRECISION - digitsOf(units)));
}

/** Rounded to at most so many digits behind the point, or before it when negative, without zeros at the end. */
function rounded(value: Scaled, digits: number): Decimal {
  let { units, scale } = value;
  if (scale > digits) {
    units = halfAway(units, tens(scale - digits));
    scale = digits;
  }
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  if (units === 0n) scale = 0;
  if (digitsOf(units) - scale > MOST_DIGITS) throw new RangeError("the number is too large");
  return new Decimal(scale < 0 ? { units: units * tens(-scale), scale: 0 } : { units, scale });
}

function halfAway(units: bigint, unit: bigint): bigint {
  const half = (units < 0n ? -unit : unit) / 2n;
  return (units + half) / unit;
}

function tens(count: number): bigint {
  return 10n ** BigInt(count);
}

function digitText(units: bigint): string {
  return (units < 0n ? -units : units).toString();
}

function digitsOf(units: bigint): number {
  return units === 0n ? 0 : digitText(units).length;
}
