import type { LocalizedText, RecordRef } from "#engine";

/** A message to a person of the workspace. */
export interface NotificationEntry {
  /** Unique; the same step of the same run never makes two. */
  readonly id: string;
  readonly user: string;
  readonly at: string;
  readonly message: LocalizedText;
  readonly about: RecordRef | null;
  readonly read: boolean;
}

export interface NotificationStore {
  /** Newest first. */
  list(
    workspace: string,
    request: { readonly user: string; readonly limit: number; readonly position: string | null },
  ): Promise<{ readonly items: readonly NotificationEntry[]; readonly position: string | null }>;
  unread(workspace: string, user: string): Promise<number>;
  /** False when there is no such notification. */
  markRead(workspace: string, user: string, id: string): Promise<boolean>;
}
