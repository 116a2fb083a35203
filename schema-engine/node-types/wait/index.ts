import { defineNodeType, type NodeInput } from "../../contract/node-type.ts";
import { invalid } from "../../contract/problem.ts";
import { addDuration, DURATION_PATTERN, instantOf, isDate, parseDuration } from "../../shared/calendar.ts";
import { bilingual } from "../../shared/locale.ts";
import { nextOutput } from "../../shared/step-value.ts";

interface Settings {
  readonly duration?: string;
  readonly until?: string;
}

export default defineNodeType<Settings>({
  name: "wait",
  label: bilingual("等待", "Wait"),
  description: bilingual(
    "等待一段时间，或等到某个日期字段。",
    "Waits for a while, or until the date in a field.",
  ),
  icon: "hourglass",
  role: "step",
  settingsSchema: {
    type: "object",
    properties: {
      duration: {
        type: "string",
        pattern: DURATION_PATTERN,
        "x-label": bilingual("时长", "How long"),
        "x-widget": "duration",
      },
      until: {
        type: "string",
        minLength: 1,
        "x-label": bilingual("直到日期字段", "Until the date in"),
        "x-widget": "field",
      },
    },
    minProperties: 1,
    additionalProperties: false,
  },
  defaultSettings: {},
  checkSettings: ({ duration, until }) =>
    (duration === undefined) === (until === undefined)
      ? [
          invalid(
            "",
            "one_of",
            bilingual("请填写时长或日期字段之一。", "Give either a duration or a date field."),
          ),
        ]
      : [],
  outputs: () => nextOutput,
  expressions: () => [],
  references: ({ until }, object) =>
    until === undefined ? [] : [{ kind: "field", target: `${object}.${until}`, pointer: "/until" }],
  decide(input, settings) {
    const over = {
      kind: "continue",
      output: "default",
      effects: [],
      result: { endedAt: input.now },
    } as const;
    if (input.signal?.kind === "timer") return over;
    const until = end(input, settings);
    return until === null || Date.parse(until) <= Date.parse(input.now)
      ? over
      : { kind: "wait", until, result: { until } };
  },
});

function end({ now, timeZone, record }: NodeInput, { duration, until }: Settings): string | null {
  const length = duration === undefined ? null : parseDuration(duration);
  if (length) return addDuration(now, length, timeZone);
  const value = until === undefined ? null : record?.values[until];
  if (typeof value !== "string") return null;
  return isDate(value) ? new Date(instantOf(`${value}T09:00:00.000`, timeZone)).toISOString() : value;
}
