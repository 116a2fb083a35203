import type { JsonObject } from "./json.ts";
import type { Actor } from "./model.ts";

/** Events of the product, version 1 (automation.md §2.1). Changes inside a version are additive. */
export type EventType =
  | "crm.record.created"
  | "crm.record.updated"
  | "crm.record.deleted"
  | "crm.mail.requested"
  | "crm.engagement.tracked"
  | "crm.job.requested"
  | "crm.run.continue"
  | "crm.timer.fired";

export interface EventEnvelope {
  /** Deterministic: a redelivered stream record gives the same id. */
  readonly id: string;
  readonly type: EventType;
  readonly typeVersion: 1;
  readonly workspace: string;
  readonly subject: { readonly object: string; readonly id: string };
  /** Optimistic-lock counter of the record after the change; 0 when it does not apply. */
  readonly recordVersion: number;
  /** RFC 3339 UTC. */
  readonly occurredAt: string;
  readonly actor: Actor;
  readonly correlation: string;
  readonly causation: string;
  readonly depth: number;
  readonly path: readonly string[];
  /** For record events `{ changed: fieldIds, before, after }` with values by field id; else particulars of the type. */
  readonly data: JsonObject;
}
