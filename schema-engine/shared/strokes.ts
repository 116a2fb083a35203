/** A point of a pen stroke on a grid of 1,000 by 1,000, the origin at the top left. */
export interface StrokePoint {
  readonly x: number;
  readonly y: number;
}

/** Strokes as text: points `x,y` of 0–999 parted by spaces, strokes by `;`. */
export const STROKES_PATTERN =
  "^(\\d{1,3},\\d{1,3}( \\d{1,3},\\d{1,3})*(;\\d{1,3},\\d{1,3}( \\d{1,3},\\d{1,3})*)*)?$";
/** Most characters, so that a signature stays below 8 kB. */
export const LONGEST_STROKES = 7_600;

const GRID = 999;

/** Strokes from text; only numbers come out, whatever went in. */
export function readStrokes(text: string): readonly (readonly StrokePoint[])[] {
  if (text === "") return [];
  return text.split(";").map((stroke) =>
    stroke.split(" ").map((point) => {
      const [x = 0, y = 0] = point.split(",").map((one) => onGrid(Number(one)));
      return { x, y };
    }),
  );
}

/** Strokes as text, with fewer points the more there are, so that the text is never too long. */
export function writeStrokes(strokes: readonly (readonly StrokePoint[])[]): string {
  for (let step = 1; ; step += 1) {
    const text = strokes
      .filter((one) => one.length > 0)
      .map((stroke) =>
        thinned(stroke, step)
          .map(({ x, y }) => `${onGrid(x)},${onGrid(y)}`)
          .join(" "),
      )
      .join(";");
    if (text.length <= LONGEST_STROKES) return text;
    if (step > MOST_STEPS) return text.slice(0, text.lastIndexOf(";", LONGEST_STROKES));
  }
}

const MOST_STEPS = 50;

/** Every so manieth point, and always the last. */
function thinned(stroke: readonly StrokePoint[], step: number): readonly StrokePoint[] {
  return stroke.filter((_point, at) => at % step === 0 || at === stroke.length - 1);
}

function onGrid(value: number): number {
  return Number.isFinite(value) ? Math.min(GRID, Math.max(0, Math.round(value))) : 0;
}
