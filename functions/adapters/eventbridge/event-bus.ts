import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { EventBus } from "../../ports/event-bus.ts";

/** Entries of one PutEvents (AWS limit). */
const MOST_ENTRIES = 10;

/** The bus of that name; endpoint, region and credentials come from the SDK's environment. */
export function createEventBus(name: string): EventBus {
  const client = new EventBridgeClient({});
  return {
    async publish(events) {
      const refused: number[] = [];
      for (let from = 0; from < events.length; from += MOST_ENTRIES) {
        const Entries = events.slice(from, from + MOST_ENTRIES).map((event) => ({
          EventBusName: name,
          Source: "tessera",
          DetailType: event.type,
          Detail: JSON.stringify(event),
        }));
        const answer = await client.send(new PutEventsCommand({ Entries }));
        if (!answer.FailedEntryCount) continue;
        for (const [at, one] of (answer.Entries ?? []).entries()) if (one.ErrorCode) refused.push(from + at);
      }
      return refused;
    },
  };
}
