import { success, type Result } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { NotificationEntry, NotificationStore } from "../../ports/notification-store.ts";
import type { Signer } from "../../ports/signer.ts";
import type { Caller } from "../access/caller.ts";
import { openCursor, sealCursor } from "../records/cursor.ts";

export interface NotificationPage {
  readonly items: readonly Omit<NotificationEntry, "user">[];
  /** Unread ones in all. */
  readonly unread: number;
  readonly cursor: string | null;
}

/** What the caller was told, newest first. */
export async function listNotifications(
  ports: { readonly notificationStore: NotificationStore; readonly signer: Signer; readonly clock: Clock },
  caller: Caller,
  request: { readonly limit: number; readonly cursor: string | null },
): Promise<Result<NotificationPage>> {
  const { workspace, user } = caller;
  const binding = { workspace, userId: user.id, question: "notifications" };
  const now = ports.clock.now();
  const { limit, cursor } = request;
  const opened = cursor === null ? success(null) : openCursor(ports.signer, binding, { cursor, now });
  if (!opened.ok) return opened;
  const position = opened.value as string | null;
  const [page, unread] = await Promise.all([
    ports.notificationStore.list(workspace, { user: user.id, limit, position }),
    ports.notificationStore.unread(workspace, user.id),
  ]);
  const items = page.items.map(({ id, at, message, about, read }) => ({ id, at, message, about, read }));
  const next = page.position && sealCursor(ports.signer, binding, { position: page.position, now });
  return success({ items, unread, cursor: next });
}
