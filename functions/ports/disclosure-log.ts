import type { LocalizedText, RecordRef } from "#engine";

/** Somebody saw the clear value of a sealed field. */
export interface Disclosure {
  readonly id: string;
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly user: string;
  readonly record: RecordRef;
  /** API name. */
  readonly field: string;
  readonly label: LocalizedText;
}

/** Keeps who saw what; entries are shown in the record's timeline. */
export interface DisclosureLog {
  /** Kept when this resolves. */
  add(workspace: string, disclosure: Disclosure): Promise<void>;
}
