import {
  aggregateRecords,
  MOST_STREAMED,
  type AggregateCall,
} from "../../operations/records/aggregate-records.ts";
import { readAggregate } from "../../operations/records/aggregate-request.ts";
import { aggregateAnswer, aggregateLine } from "../answers/aggregate.ts";
import type { ApiContext } from "../context.ts";
import { readShape } from "../read-shape.ts";
import { ok, refused, type ApiAnswer, type ApiRequest, type RouteTable } from "../route.ts";
import { anyObject, closed, nullable } from "../schemas.ts";

const LINES = "application/x-ndjson";
const measure = closed({ fn: { enum: ["count", "sum", "min", "max", "avg"] }, field: { type: "string" } }, [
  "fn",
]);

/** Counts and sums of many records. */
export function addAggregateRoutes(table: RouteTable, context: ApiContext): void {
  table.add({
    method: "POST",
    path: "/objects/{object}/aggregate",
    access: "member",
    describe: {
      summary: { "zh-CN": "分组汇总", en: "Group and add up" },
      tag: "records",
      body: closed(
        {
          filter: nullable(anyObject),
          groupBy: { type: "array", items: { type: "string" }, maxItems: 2 },
          measures: { type: "array", items: measure, minItems: 1, maxItems: 10 },
        },
        ["measures"],
      ),
      answer: aggregateAnswer,
      lines: aggregateLine,
    },
    handle: (request) => answerAggregate(context, request),
  });
}

async function answerAggregate(context: ApiContext, request: ApiRequest): Promise<ApiAnswer> {
  const { caller, parameters, body, header } = request;
  const shape = readShape(body, { required: ["measures"], optional: ["filter", "groupBy"] });
  if (!shape.ok) return refused(...shape.problems);
  const read = readAggregate(shape.value);
  if (!read.ok) return refused(...read.problems);
  const { object = "" } = parameters;
  const call: AggregateCall = { ...read.value, object };
  if (header("accept")?.includes(LINES)) return answerLines(context, request, call);
  const answer = await aggregateRecords(context, caller, call);
  return answer.ok ? ok(answer.value) : refused(...answer.problems);
}

/** Reads more, and says line by line how far it was; each line is JSON of its own. */
async function answerLines(
  context: ApiContext,
  { caller }: ApiRequest,
  call: AggregateCall,
): Promise<ApiAnswer> {
  const lines: object[] = [];
  const answer = await aggregateRecords(context, caller, {
    ...call,
    budget: MOST_STREAMED,
    onProgress: (progress) => lines.push({ progress }),
  });
  if (!answer.ok) return refused(...answer.problems);
  const { groups, ...last } = answer.value;
  lines.push(...groups.map((group) => ({ group })), last);
  const content = lines.map((one) => `${JSON.stringify(one)}\n`).join("");
  return { status: 200, content: { type: LINES, content } };
}
