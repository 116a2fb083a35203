import type { EventEnvelope, RecordRef } from "#engine";

/** What becomes of one mail to one recipient (automation.md §2.9); `unknown`: it may have left, nobody can say. */
export type SendState = "ready" | "sending" | "sent" | "failed" | "skipped" | "unknown";

export interface SendRecord {
  /** Hash of the effect key: the same step of the same run never makes two. */
  readonly id: string;
  readonly state: SendState;
  /** API name of the template, and the recipient. */
  readonly template: string;
  readonly recipient: RecordRef;
  /** Bare address, lower case. */
  readonly address: string;
  readonly topic: string | null;
  readonly run: string;
  readonly step: string;
  readonly correlation: string;
  /** Its horizon: when it has not ended by then, people are told; RFC 3339 UTC. */
  readonly overdueAt: string;
  readonly createdAt: string;
  /** When the claim was made; absent before. */
  readonly claimedAt?: string;
  /** Why it was not sent, for example `unsubscribed`. */
  readonly reason?: string;
  readonly messageId?: string;
  readonly subject?: string;
  /** Targets of the mail's links, in the order of their numbers. */
  readonly links?: readonly string[];
  /** First instant of each event, by its name. */
  readonly events?: Readonly<Record<string, string>>;
}

/** Why a claim was refused. */
export type ClaimOutcome = "claimed" | "taken" | "unsubscribed" | "suppressed";

export interface SendStore {
  /** Strongly consistent. */
  get(workspace: string, id: string): Promise<SendRecord | null>;
  /** READY → SENDING, only while neither consent nor suppression forbids it: one condition, no gap. */
  claim(workspace: string, send: SendRecord, at: string): Promise<ClaimOutcome>;
  /** Moves a send on; false when it was in none of the states. `outbox` is published with it. */
  settle(
    workspace: string,
    change: {
      readonly id: string;
      readonly from: readonly SendState[];
      readonly to: SendState;
      readonly patch?: Partial<Pick<SendRecord, "reason" | "messageId" | "subject" | "links">>;
      readonly outbox?: EventEnvelope;
    },
  ): Promise<boolean>;
  /** Notes the first occurrence of an event; false when it was known already. */
  note(
    workspace: string,
    event: {
      readonly id: string;
      readonly name: string;
      readonly at: string;
      readonly outbox: EventEnvelope;
    },
  ): Promise<boolean>;
  /** The address no longer wants a topic; false when that was so. */
  optOut(
    workspace: string,
    choice: {
      readonly address: string;
      readonly topic: string;
      readonly at: string;
      readonly source: string;
    },
  ): Promise<boolean>;
  /** Nothing is sent to the address any more; false when that was so. */
  suppress(
    workspace: string,
    entry: { readonly address: string; readonly reason: string; readonly at: string },
  ): Promise<boolean>;
}
