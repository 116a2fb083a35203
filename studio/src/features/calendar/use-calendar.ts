import type { Filter, ViewDefinition } from "#engine";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, ref, type ComputedRef } from "vue";
import { useMe } from "../../api/me.ts";
import { queryRecords, readRecord, updateRecord } from "../../api/records.ts";
import type { QueryAnswer, RecordRow } from "../../api/answers.ts";
import { ApiError } from "../../api/api-error.ts";
import type { ObjectInfo } from "../../model/object-info.ts";
import { combined } from "../records/list-filter.ts";
import { boundsOf, dayOf, daysOf, shifted, stepped, type Lasting, type Span } from "./calendar-days.ts";

/** Records read at once, and shown at most; a span with more says so. */
const PAGE = 200;
const MOST = 1000;

export interface CalendarQuestion {
  readonly object: ObjectInfo;
  readonly view: ViewDefinition;
  readonly filter: Filter | undefined;
  readonly fields: readonly string[];
}

export type CalendarEntry = Lasting & { readonly row: RecordRow };

/** Records by their day, for the days on the screen. */
export function useCalendar(question: () => CalendarQuestion) {
  const me = useMe();
  const timeZone = computed(() => me.data.value?.workspace.timeZone ?? "UTC");
  const shown = useSpan(timeZone);
  const { dateField, endField, query } = useSpanQuery(question, { days: shown.days, timeZone });
  const entries = computed<readonly CalendarEntry[]>(() =>
    (query.data.value?.rows ?? []).flatMap((row) => {
      const from = dayOf(row.values[dateField.value], timeZone.value);
      const to = dayOf(row.values[endField.value ?? ""], timeZone.value);
      return from === undefined ? [] : [{ row, from, to: to ?? from }];
    }),
  );

  return {
    query,
    entries,
    ...shown,
    dateField,
    move: useMove(question, { dateField, endField, timeZone }),
    isCut: computed(() => query.data.value?.isCut === true),
    lacksReaching: computed(() => query.data.value?.lacksReaching === true),
  };
}

interface Rows {
  readonly rows: readonly RecordRow[];
  readonly isCut: boolean;
}

/** Rows of a question, page after page, the earliest first. */
async function everyRow(
  question: {
    readonly object: string;
    readonly filter: Filter | undefined;
    readonly begins: string;
    readonly asked: readonly string[];
  },
  signal: AbortSignal,
): Promise<Rows> {
  const { object, filter, begins, asked } = question;
  const rows: RecordRow[] = [];
  let cursor: string | null = null;
  do {
    const page: QueryAnswer = await queryRecords(
      object,
      { filter, sort: [{ field: begins, direction: "asc" }], fields: asked, limit: PAGE, cursor },
      signal,
    );
    rows.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== null && rows.length < MOST);
  return { rows, isCut: cursor !== null };
}

/** Rows that begin in the span, and before them those that reach into it; the latter may need an index that is not there. */
async function spanRows(
  beginning: Promise<Rows>,
  reaching: Promise<Rows> | null,
): Promise<Rows & { readonly lacksReaching: boolean }> {
  const [within, before] = await Promise.all([
    beginning,
    reaching?.catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 422) return null;
      throw error;
    }),
  ]);
  return {
    rows: [...(before?.rows ?? []), ...within.rows],
    isCut: within.isCut || before?.isCut === true,
    lacksReaching: before === null,
  };
}

/** What is asked of the server: the records that begin in the span, and those that reach into it. */
function useSpanQuery(
  question: () => CalendarQuestion,
  {
    days,
    timeZone,
  }: { readonly days: ComputedRef<readonly string[]>; readonly timeZone: ComputedRef<string> },
) {
  const dateField = computed(() => question().view.dateField ?? "");
  const endField = computed(() => question().view.endField);
  const isTimed = (name: string) => question().object.byName.get(name)?.type.cel.type === "timestamp";
  const timed = computed(() => isTimed(dateField.value));
  const endTimed = computed(() => isTimed(endField.value ?? ""));

  const query = useQuery({
    queryKey: computed(() => {
      const { object, filter, fields } = question();
      const fieldsNow = [fields, dateField.value, endField.value];
      return ["records", object.apiName, "list", "calendar", filter ?? null, fieldsNow, days.value];
    }),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { object, filter, fields } = question();
      const { value: begins } = dateField;
      const { value: ends } = endField;
      const [from, to] = boundsOf(days.value, { timed: timed.value, timeZone: timeZone.value });
      const asked = [...new Set([...fields, begins, ...(ends ? [ends] : [])])];
      const ask = (...conditions: readonly Filter[]) =>
        everyRow({ object: object.apiName, filter: combined(filter, conditions), begins, asked }, signal);
      const [endsFrom] = boundsOf(days.value, { timed: endTimed.value, timeZone: timeZone.value });
      return spanRows(
        ask({ field: begins, op: "between", value: [from, to] }),
        ends === undefined
          ? null
          : ask({ field: begins, op: "lt", value: from }, { field: ends, op: "gte", value: endsFrom }),
      );
    },
  });
  return { dateField, endField, query };
}

/** Which days are on the screen, and the ways to others. */
function useSpan(timeZone: ComputedRef<string>) {
  const today = computed(() => dayOf(new Date().toISOString(), timeZone.value) ?? "");
  const span = ref<Span>("month");
  const chosen = ref<string>();
  const around = computed(() => chosen.value ?? today.value);
  return {
    today,
    span,
    around,
    days: computed(() => daysOf(span.value, around.value)),
    step: (by: -1 | 1) => (chosen.value = stepped(span.value, around.value, by)),
    goToday: () => (chosen.value = undefined),
  };
}

/** Moves an entry by some days, against the version it has now. */
function useMove(
  question: () => CalendarQuestion,
  given: {
    readonly dateField: ComputedRef<string>;
    readonly endField: ComputedRef<string | undefined>;
    readonly timeZone: ComputedRef<string>;
  },
) {
  const client = useQueryClient();
  const { dateField, endField, timeZone } = given;
  return async function move(entry: CalendarEntry, by: number): Promise<void> {
    const { object } = question();
    const { row } = entry;
    const record = await readRecord(object.apiName, row.id);
    const names = [dateField.value, ...(endField.value ? [endField.value] : [])];
    const values = Object.fromEntries(
      names.flatMap((name) => {
        const value = record.values[name];
        return typeof value === "string" ? [[name, shifted(value, by, timeZone.value)]] : [];
      }),
    );
    await updateRecord({ object: object.apiName, id: row.id, version: record.version }, { values });
    await client.invalidateQueries({ queryKey: ["records", object.apiName] });
  };
}
