import { DynamoDBClient, paginateScan, type AttributeValue } from "@aws-sdk/client-dynamodb";
import { loopbackClient } from "./table.ts";

/** Instants at which timers of the table fall due, so that the virtual clock can jump from one to the next. */
export interface DueTimers {
  /** Notes a written item when it is a timer. */
  observe(item: Readonly<Record<string, AttributeValue>> | undefined): void;
  /** Reads the timers that the table holds; needed once, before the first jump. */
  load(): Promise<void>;
  /** Earliest noted instant after another one, in milliseconds. */
  after(instant: number): number | undefined;
}

/** Item type of a timer. */
export const TIMER_TYPE = "tmr";
const MINUTE = /(?:^|#)(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(?:#|$)/;

export function newDueTimers(endpoint: string, tableName: string): DueTimers {
  const instants = new Set<number>();
  let loaded: Promise<void> | undefined;
  const observe = (item: Readonly<Record<string, AttributeValue>> | undefined): void => {
    const due = item && dueOf(item);
    if (due !== undefined) instants.add(due);
  };
  return {
    observe,
    load: () => (loaded ??= scan(endpoint, tableName, observe)),
    after: (instant) => {
      let earliest: number | undefined;
      for (const due of instants) {
        if (due <= instant) instants.delete(due);
        else if (earliest === undefined || due < earliest) earliest = due;
      }
      return earliest;
    },
  };
}

/**
 * When a timer item falls due, in milliseconds: its attribute `due` (an instant in RFC 3339 or milliseconds), else the
 * minute `yyyyMMddHHmm` in its keys; undefined when the item is no timer.
 */
export function dueOf(item: Readonly<Record<string, AttributeValue>>): number | undefined {
  if (item["ty"]?.S !== TIMER_TYPE) return undefined;
  const { N: number, S: text = "" } = (item["due"] ?? {}) as { readonly N?: string; readonly S?: string };
  const instant = number === undefined ? Date.parse(text) : Number(number);
  return Number.isFinite(instant) ? instant : (minuteIn(item["pk"]?.S) ?? minuteIn(item["sk"]?.S));
}

function minuteIn(key: string | undefined): number | undefined {
  const minute = MINUTE.exec(key ?? "");
  if (!minute) return undefined;
  const [year = "", month = "", day = "", hours = "", minutes = ""] = minute.slice(1);
  return Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:00Z`);
}

async function scan(
  endpoint: string,
  TableName: string,
  observe: (item: Readonly<Record<string, AttributeValue>>) => void,
): Promise<void> {
  const client = new DynamoDBClient(loopbackClient(endpoint));
  const query = {
    TableName,
    FilterExpression: "#ty = :timer",
    ExpressionAttributeNames: { "#ty": "ty" },
    ExpressionAttributeValues: { ":timer": { S: TIMER_TYPE } },
  };
  for await (const page of paginateScan({ client }, query)) page.Items?.forEach(observe);
  client.destroy();
}
