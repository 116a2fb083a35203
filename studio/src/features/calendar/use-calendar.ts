import type { Filter, ViewDefinition } from "#engine";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, ref, type ComputedRef } from "vue";
import { useMe } from "../../api/me.ts";
import { queryRecords, readRecord, updateRecord } from "../../api/records.ts";
import type { RecordRow } from "../../api/answers.ts";
import type { ObjectInfo } from "../../model/object-info.ts";
import { combined } from "../records/list-filter.ts";
import { boundsOf, dayOf, daysOf, shifted, stepped, type Lasting, type Span } from "./calendar-days.ts";

/** Records shown at once; a span with more says so. */
const MOST = 200;

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
  const { days } = shown;
  const dateField = computed(() => question().view.dateField ?? "");
  const endField = computed(() => question().view.endField);
  const timed = computed(() => question().object.byName.get(dateField.value)?.type.cel.type === "timestamp");

  const query = useQuery({
    queryKey: computed(() => {
      const { object, filter, fields } = question();
      return ["records", object.apiName, "list", "calendar", filter ?? null, fields, days.value];
    }),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { object, filter, fields } = question();
      const [from, to] = boundsOf(days.value, { timed: timed.value, timeZone: timeZone.value });
      const within: Filter = { field: dateField.value, op: "between", value: [from, to] };
      const asked = [...fields, dateField.value, ...(endField.value ? [endField.value] : [])];
      return queryRecords(
        object.apiName,
        {
          filter: combined(filter, [within]),
          sort: [{ field: dateField.value, direction: "asc" }],
          fields: [...new Set(asked)],
          limit: MOST,
        },
        signal,
      );
    },
  });
  const entries = computed<readonly CalendarEntry[]>(() =>
    (query.data.value?.items ?? []).flatMap((row) => {
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
    isCut: computed(() => (query.data.value?.cursor ?? null) !== null),
  };
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
