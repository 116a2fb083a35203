import type { Filter } from "#engine";
import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, ref, watch, type ComputedRef } from "vue";
import type { QueryAnswer, RecordRow } from "../../api/answers.ts";
import { queryRecords } from "../../api/records.ts";
import type { FieldInfo, ObjectInfo } from "../../model/object-info.ts";
import { combined } from "../records/list-filter.ts";
import { optionsAsStages, stagesOf, typesOf, type StageInfo } from "../records/stages.ts";
import { useBoardTotals } from "./use-board-totals.ts";

const PAGE = 20;

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
  /** API name of the field that columns add up; undefined: the first amount of money. */
  readonly amountField?: string | undefined;
}

/** The cards of every stage, each with its own pages, and what a stage adds up to. */
export function useBoard(question: () => BoardQuestion) {
  const client = useQueryClient();
  const { pipeline, stageField, stages, filter } = useStages(question);
  const { amounts, amount } = useAmounts(question);
  const place = computed(() => {
    const { object, fields } = question();
    const name = pipeline.value?.apiName ?? stageField.value;
    return ["records", object.apiName, "board", name, filter.value ?? null, fields];
  });
  const page = (stage: string, cursor: string | null): Promise<QueryAnswer> => {
    const { object, fields } = question();
    // Cards bring what they add to a sum, whichever field is added up.
    const shown = [...fields, ...amounts.value.map((one) => one.apiName), stageField.value, "stageEnteredAt"];
    return queryRecords(object.apiName, {
      filter: combined(filter.value, [{ field: stageField.value, op: "eq", value: stage }]),
      fields: [...new Set(shown)],
      limit: PAGE,
      cursor,
    });
  };
  const cards = useCards({ place, stages, page });
  const { totals, shift, follow } = useBoardTotals(() => ({
    object: question().object,
    filter: filter.value,
    group: stageField.value,
    amount: amount.value,
    place: place.value,
  }));
  async function refresh(): Promise<void> {
    follow();
    await client.invalidateQueries({ queryKey: ["records", question().object.apiName] });
  }
  const sums = { amounts, amount, totals, shiftTotals: shift };
  return { ...cards, ...sums, pipeline, stages, stageField, refresh };
}

/** The first cards of every column, and more of them as they are asked for. */
function useCards(given: {
  readonly place: ComputedRef<readonly unknown[]>;
  readonly stages: ComputedRef<readonly StageInfo[]>;
  readonly page: (stage: string, cursor: string | null) => Promise<QueryAnswer>;
}) {
  const { place, stages, page } = given;
  const query = useQuery({
    queryKey: place,
    queryFn: async () => Promise.all(stages.value.map((stage) => page(stage.option, null))),
  });
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
  return { query, columns, references, more };
}

/** Fields that columns can add up, and the one that they do. */
function useAmounts(question: () => BoardQuestion) {
  const amounts = computed(() =>
    question().object.fields.filter(
      ({ type }) => type.measure !== undefined && (type.toldBy ?? "sum") === "sum",
    ),
  );
  const amount = computed<FieldInfo | undefined>(() => {
    const chosen = amounts.value.find((one) => one.apiName === question().amountField);
    return chosen ?? amounts.value.find((one) => one.type.cel.type === "money") ?? amounts.value[0];
  });
  return { amounts, amount };
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
