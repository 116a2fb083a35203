/** One window of a list as it was answered. */
export interface ListWindow {
  readonly rows: number;
  /** Whether a cursor leads on. */
  readonly more: boolean;
  /** The read budget ended before the window was full. */
  readonly partial: boolean;
}

/** What is known of a list that is read window by window. */
export interface ListKnowledge {
  /** Rows of a window. */
  readonly size: number;
  /** Undefined: not counted. */
  readonly count: number | undefined;
  /** Windows read so far, by number from 0. */
  readonly windows: ReadonlyMap<number, ListWindow>;
  /** What was read by cursor after the last window; absent: nothing yet. */
  readonly tail?: ListWindow;
}

export interface ListShape {
  /** Rows the list has room for: those read, and those that can be jumped to. */
  readonly rows: number;
  /** The last window that is read by place; what follows it is read by cursor. */
  readonly lastWindow: number;
  /** Where rows read by cursor begin; null: the last window is not read yet. */
  readonly tailAt: number | null;
  /** Whether there are more rows than `rows`, to be read by cursor. */
  readonly more: boolean;
  /** The budget ended; a person decides whether to look further. */
  readonly partial: boolean;
}

/** Rows that can be jumped over: the most the API takes as `offset`. */
const MOST_JUMPED = 10_000;

/**
 * How long a list is, as far as is known. Any window within the first 10,000 rows can be jumped to; beyond them, and after
 * a window that the budget cut short, the list goes on only by cursor.
 */
export function listShape(known: ListKnowledge): ListShape {
  const { size, windows, tail } = known;
  const lastWindow = Math.min(Math.floor(MOST_JUMPED / size), ...placesWhere(windows, isCut));
  const end = endOf(known, lastWindow);
  if (end !== null) return { rows: end, lastWindow, tailAt: null, more: false, partial: false };
  const last = windows.get(lastWindow);
  if (!last)
    return { rows: roomFor(known, lastWindow), lastWindow, tailAt: null, more: true, partial: false };
  const tailAt = lastWindow * size + last.rows;
  const { rows, more, partial } = tail ?? { rows: 0, more: last.more, partial: last.partial };
  return { rows: tailAt + rows, lastWindow, tailAt, more, partial: more && partial };
}

/** Numbers of the windows that these rows are in, the first one always; both places inclusive. */
export function windowsFor(
  range: { readonly first: number; readonly last: number },
  { size, lastWindow }: { readonly size: number; readonly lastWindow: number },
): readonly number[] {
  const from = Math.min(Math.floor(Math.max(0, range.first) / size), lastWindow);
  const to = Math.min(Math.floor(Math.max(0, range.last) / size), lastWindow);
  return [...new Set([0, ...Array.from({ length: to - from + 1 }, (_, at) => from + at)])];
}

/** The row a person asks for by its number from 1, kept within the list; null: not a number. */
export function rowFromText(text: string, rows: number): number | null {
  const digits = text.replaceAll(/[\s,，]/g, "");
  if (!/^\d{1,9}$/.test(digits) || rows === 0) return null;
  return Math.min(Math.max(Number(digits), 1), rows) - 1;
}

function isCut({ more, partial }: ListWindow): boolean {
  return more && partial;
}

function placesWhere(
  windows: ReadonlyMap<number, ListWindow>,
  fits: (window: ListWindow) => boolean,
): readonly number[] {
  return [...windows].flatMap(([place, one]) => (fits(one) ? [place] : []));
}

/** Where a window that leads no further says the list ends. */
function endOf({ size, windows }: ListKnowledge, lastWindow: number): number | null {
  const ends = [...windows].flatMap(([place, { rows, more }]) =>
    more || place > lastWindow ? [] : [place * size + rows],
  );
  return ends.length === 0 ? null : Math.min(...ends);
}

/** Room by the count, or as far as windows show that there are rows. */
function roomFor({ size, count = 0, windows }: ListKnowledge, lastWindow: number): number {
  const seen = [...windows.keys()].map((place) => (place + 1) * size + 1);
  return Math.min(Math.max(count, ...seen), (lastWindow + 1) * size);
}
