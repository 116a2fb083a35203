import type { Filter } from "#engine";
import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, onScopeDispose, ref, watch, type ComputedRef } from "vue";
import type { AggregateGroup, QueryAnswer, RecordRow } from "../../api/answers.ts";
import { aggregateRecords, queryRecords } from "../../api/records.ts";
import type { ObjectInfo } from "../../model/object-info.ts";
import { combined } from "../records/list-filter.ts";
import { optionsAsStages, stagesOf, typesOf, type StageInfo } from "../records/stages.ts";

const PAGE = 20;
/** When totals are asked for again after a write. */
const FOLLOW_MS = [400, 1_500, 5_000] as const;

export interface BoardColumn {
  cards: RecordRow[];
  cursor: string | null;
}

export interface BoardQuestion {
  readonly object: ObjectInfo;
  readonly filter: Filter | undefined;
  readonly fields: readonly string[];
  /** API name of the pipeline whose stages are the columns; undefined: the object's first. */
  readonly pipeline: string | undefined;
  /** API name of the select field whose options are the columns instead; undefined: the pipeline's stages. */
  readonly groupField?: string | undefined;
}

/** The cards of every stage, each with its own pages, and what a stage adds up to. */
export function useBoard(question: () => BoardQuestion) {
  const client = useQueryClient();
  const { pipeline, stageField, stages, filter } = useStages(question);
  const place = computed(() => {
    const { object, fields } = question();
    const name = pipeline.value?.apiName ?? stageField.value;
    return ["records", object.apiName, "board", name, filter.value ?? null, fields];
  });
  const stageFilter = (stage: string): Filter | undefined =>
    combined(filter.value, [{ field: stageField.value, op: "eq", value: stage }]);
  const page = (stage: string, cursor: string | null): Promise<QueryAnswer> =>
    queryRecords(question().object.apiName, {
      filter: stageFilter(stage),
      fields: [...new Set([...question().fields, stageField.value, "stageEnteredAt"])],
      limit: PAGE,
      cursor,
    });

  const query = useQuery({
    queryKey: place,
    queryFn: async () => Promise.all(stages.value.map((stage) => page(stage.option, null))),
  });
  const { totals, follow } = useTotals(question, { place, stageField, filter });
  const columns = ref<Record<string, BoardColumn>>({});
  const references = ref<Record<string, string>>({});
  watch(
    () => query.data.value,
    (answers) => {
      if (!answers) return;
      references.value = referencesOf(answers);
      columns.value = columnsOf(stages.value, answers);
    },
    { immediate: true },
  );

  async function more(stage: string): Promise<void> {
    const column = columns.value[stage];
    if (!column?.cursor) return;
    const answer = await page(stage, column.cursor);
    references.value = { ...references.value, ...answer.references };
    column.cards.push(...answer.items);
    column.cursor = answer.cursor;
  }
  async function refresh(): Promise<void> {
    await client.invalidateQueries({ queryKey: ["records", question().object.apiName] });
    follow();
  }
  return { query, columns, references, pipeline, stages, stageField, more, totals, refresh };
}

/** What the columns are, the stages of a pipeline or the options of a field, and which records are in any of them. */
function useStages(question: () => BoardQuestion) {
  const pipeline = computed(() => {
    const { object, pipeline: name, groupField } = question();
    if (groupField !== undefined) return undefined;
    return object.pipelines.find((one) => one.apiName === name) ?? object.pipeline;
  });
  const stageField = computed(() => question().groupField ?? pipeline.value?.stageField ?? "");
  const stages = computed(() => {
    const { object, groupField } = question();
    return groupField === undefined ? stagesOf(object, pipeline.value) : optionsAsStages(object, groupField);
  });
  /** Whose records go through the pipeline. */
  const types = computed(() => pipeline.value && typesOf(question().object, pipeline.value));
  const filter = computed(() => combined(question().filter, types.value ? [types.value] : []));
  return { pipeline, stageField, stages, filter };
}

function referencesOf(answers: readonly QueryAnswer[]): Record<string, string> {
  return Object.assign({}, ...answers.map((one) => one.references ?? {})) as Record<string, string>;
}

function columnsOf(
  stages: readonly StageInfo[],
  answers: readonly QueryAnswer[],
): Record<string, BoardColumn> {
  return Object.fromEntries(
    stages.map(({ option }, at) => [
      option,
      { cards: [...(answers[at]?.items ?? [])], cursor: answers[at]?.cursor ?? null },
    ]),
  );
}

/** What every stage adds up to, asked beside the cards. */
function useTotals(
  question: () => BoardQuestion,
  around: {
    readonly place: ComputedRef<readonly unknown[]>;
    readonly stageField: ComputedRef<string>;
    readonly filter: ComputedRef<Filter | undefined>;
  },
) {
  const { place, stageField, filter } = around;
  const amountField = computed(
    () => question().object.fields.find((one) => one.type.cel.type === "money")?.apiName,
  );
  const sums = useQuery({
    queryKey: computed(() => [...place.value, "sums"]),
    queryFn: async () => {
      const { object } = question();
      const sum = amountField.value ? [{ fn: "sum", field: amountField.value }] : [];
      const body = { groupBy: [stageField.value], measures: [{ fn: "count" }, ...sum] };
      return (
        await aggregateRecords(object.apiName, {
          ...(filter.value ? { filter: filter.value } : {}),
          ...body,
        })
      ).groups;
    },
    retry: false,
  });
  const totals = computed(() => totalsOf(sums.data.value ?? [], stageField.value, amountField.value));
  let timers: readonly ReturnType<typeof setTimeout>[] = [];
  const stop = () => {
    timers.forEach(clearTimeout);
  };
  /** Totals are added up from the table's stream, a moment after a write is answered; so they are asked for again. */
  function follow(): void {
    stop();
    timers = FOLLOW_MS.map((wait) => setTimeout(() => void sums.refetch(), wait));
  }
  onScopeDispose(stop);
  return { totals, follow };
}

/** Count and sum of each stage. */
export interface StageTotal {
  readonly count: number;
  /** Decimal string; null when the object has no amount. */
  readonly sum: string | null;
}

function totalsOf(
  groups: readonly AggregateGroup[],
  stageField: string,
  amountField: string | undefined,
): ReadonlyMap<string, StageTotal> {
  return new Map(
    groups.map((group) => {
      const sum = amountField === undefined ? null : group[`sum_${amountField}`];
      const total = { count: Number(group["count"] ?? 0), sum: typeof sum === "string" ? sum : null };
      return [String(group.key[stageField] ?? ""), total];
    }),
  );
}
