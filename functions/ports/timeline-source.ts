import type { LocalizedText, RecordRef } from "#engine";

/** Something that happened around a record and is not a change of its fields: a mail, a run, a notification. */
export interface TimelineEvent {
  readonly id: string;
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly kind: "mail" | "run" | "notification" | "disclosure";
  readonly actor: { readonly kind: string; readonly id: string };
  readonly title: LocalizedText;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Gives the events of one kind for a record, newest first. */
export interface TimelineSource {
  /** Events strictly older than `before` (RFC 3339; null: from the newest), at most `limit`. */
  events(
    workspace: string,
    request: { readonly record: RecordRef; readonly before: string | null; readonly limit: number },
  ): Promise<readonly TimelineEvent[]>;
}
