import type { Filter } from "#engine";
import { useQuery } from "@tanstack/vue-query";
import { computed, onScopeDispose, shallowRef, watch } from "vue";
import type { RecordRow } from "../../api/answers.ts";
import { aggregateRecords } from "../../api/records.ts";
import type { FieldInfo, ObjectInfo } from "../../model/object-info.ts";
import { sameTotals, totalsIn, withMove, type Totals } from "./board-totals.ts";

/** When totals are asked for again after a write; the last time they are taken as they are. */
const FOLLOW_MS = [400, 1_200, 3_000, 8_000] as const;
const none: Totals = new Map();

export interface TotalsQuestion {
  readonly object: ObjectInfo;
  readonly filter: Filter | undefined;
  /** API name of the field whose values are the columns. */
  readonly group: string;
  /** The field added up; undefined: cards are only counted. */
  readonly amount: FieldInfo | undefined;
  /** Where the board's answers are kept; totals are kept below it. */
  readonly place: readonly unknown[];
}

/**
 * What every column of a board comes to. Totals are kept by the table's stream, a moment behind the records, so a move is
 * shown at once, and what the server says is shown again as soon as it agrees, or after some seconds.
 */
export function useBoardTotals(question: () => TotalsQuestion) {
  const { key, query } = useServerTotals(question);
  /** What the moves made here come to, until the server says so too. */
  const expected = shallowRef<Totals | null>(null);
  const totals = computed(() => expected.value ?? query.data.value ?? none);
  const turns = useTurns(async () => {
    const before = expected.value;
    const { data } = await query.refetch();
    const isAgreed = before !== null && data !== undefined && sameTotals(before, data);
    if (isAgreed && expected.value === before) expected.value = null;
    return isAgreed;
  });
  function shift(card: RecordRow, from: string, to: string): void {
    const known = query.data.value;
    if (!known) return;
    const next = withMove(totals.value, { from, to, amount: amountOf(card, question().amount) });
    expected.value = !turns.isOn() && sameTotals(next, known) ? null : next;
  }
  const forget = () => {
    expected.value = null;
  };
  watch(
    () => JSON.stringify(key.value),
    () => {
      turns.stop();
      forget();
    },
  );
  return {
    totals,
    /** A card moves, here and now. */
    shift,
    /** The server has taken the moves. */
    follow: () => {
      turns.start(forget);
    },
  };
}

function useServerTotals(question: () => TotalsQuestion) {
  const key = computed(() => [...question().place, "sums", question().amount?.apiName ?? null]);
  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const { object, filter, group, amount } = question();
      const sum = amount ? [{ fn: "sum", field: amount.apiName }] : [];
      const body = { groupBy: [group], measures: [{ fn: "count" }, ...sum] };
      const answer = await aggregateRecords(
        object.apiName,
        { ...(filter ? { filter } : {}), ...body },
        signal,
      );
      return totalsIn(answer, { group, amount: amount?.apiName });
    },
    retry: false,
  });
  return { key, query };
}

/** Looks again at the times of `FOLLOW_MS`, until a look says that it was the last; then, or at the end, it is over. */
function useTurns(look: () => Promise<boolean>) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const next = (turn: number, atEnd: () => void): void => {
    stop();
    const wait = FOLLOW_MS[turn];
    if (wait === undefined) {
      atEnd();
      return;
    }
    const mine = setTimeout(() => {
      void look().then((isLast) => {
        if (timer !== mine) return;
        if (isLast) stop();
        else next(turn + 1, atEnd);
      });
    }, wait);
    timer = mine;
  };
  onScopeDispose(stop);
  return {
    stop,
    isOn: () => timer !== undefined,
    start: (atEnd: () => void) => {
      next(0, atEnd);
    },
  };
}

function amountOf(card: RecordRow, field: FieldInfo | undefined) {
  const value = field && card.values[field.apiName];
  return value === null || value === undefined ? null : (field?.type.measure?.(value) ?? null);
}
