import { objectAccess, visibleView, type HiddenInView, type ViewDefinition } from "#engine";
import type { PrivateView, ViewPreferences, ViewStore } from "../../ports/view-store.ts";
import type { Caller } from "../access/caller.ts";

/** A private view as its owner can use it now. */
export interface ListedView {
  readonly id: string;
  readonly version: number;
  readonly updatedAt: string;
  readonly view: ViewDefinition;
  readonly hidden: HiddenInView;
}

/** The caller's own views, narrowed to what they may read today, and how they arranged all views. */
export async function listViews(
  ports: { readonly viewStore: ViewStore },
  caller: Caller,
): Promise<{ readonly items: readonly ListedView[]; readonly preferences: ViewPreferences }> {
  const { views, preferences } = await ports.viewStore.list(caller.workspace, caller.user.id);
  return { items: views.flatMap((one) => listedView(caller, one) ?? []), preferences };
}

/** Null when the object is gone or no longer the caller's to read. */
export function listedView(caller: Caller, { id, version, updatedAt, body }: PrivateView): ListedView | null {
  const object = caller.model.objects.get(body.object);
  const access = objectAccess(caller.access, body.object);
  if (!object || !access.read) return null;
  return { id, version, updatedAt, ...visibleView(body, object, access) };
}
