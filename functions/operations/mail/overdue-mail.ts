import type { EventEnvelope } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { SendStore } from "../../ports/send-store.ts";
import { engagementEvent } from "./engagement-event.ts";

/** A mail that has not ended so long after it was asked for is shown to people; milliseconds (reliability.md P8). */
export const MAIL_HORIZON = 60 * 60_000;
/** A call to the provider is over after this time, whatever became of it; milliseconds. */
const LONGEST_CALL = 5 * 60_000;

/**
 * The horizon of a mail is over: one that nobody claimed will not be sent any more, one whose call had no clear end is
 * unknown until the provider says what became of it. Nothing is sent again. Throws while a call may still be
 * under way, and when the mail moved meanwhile.
 */
export async function overdueMail(
  { sendStore, clock }: { readonly sendStore: SendStore; readonly clock: Clock },
  { workspace, subject }: EventEnvelope,
): Promise<void> {
  const { id } = subject;
  const send = await sendStore.get(workspace, id);
  if (send?.state !== "ready" && send?.state !== "sending") return;
  const now = clock.now();
  const claimed = Date.parse(send.claimedAt ?? "");
  if (send.state === "sending" && now.getTime() - claimed < LONGEST_CALL)
    throw new Error("a mail is being sent just now; the message comes again");
  const [to, reason] =
    send.state === "ready" ? (["failed", "not_sent_in_time"] as const) : (["unknown", "no_answer"] as const);
  const outbox = engagementEvent({ workspace, send, name: to, at: now.toISOString() });
  const change = { id, from: [send.state], to, patch: { reason }, outbox };
  if (!(await sendStore.settle(workspace, change)))
    throw new Error("a mail moved meanwhile; the message comes again");
}
