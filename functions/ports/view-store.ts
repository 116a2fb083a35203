import type { ViewDefinition } from "#engine";

/** A view that one person keeps for themselves. */
export interface PrivateView {
  /** ULID. */
  readonly id: string;
  /** A definition like that of a shared view; `roles` and `pinned` mean nothing here. */
  readonly body: ViewDefinition;
  /** From 1; +1 with every change. */
  readonly version: number;
  /** RFC 3339. */
  readonly updatedAt: string;
}

/** How a person arranged their views, shared ones included. */
export interface ViewPreferences {
  /** Favourites in their order; `object/apiName` of a shared view, or the id of a private one. */
  readonly favourites: readonly string[];
  /** By object: keys of views in the order of their tabs; views not named come after. */
  readonly order: Readonly<Record<string, readonly string[]>>;
}

/** Views and preferences of people; each person has a place of their own that no other call can name. */
export interface ViewStore {
  /** All private views of the person, oldest first; at most some hundreds. */
  list(
    workspace: string,
    user: string,
  ): Promise<{ readonly views: readonly PrivateView[]; readonly preferences: ViewPreferences }>;
  get(workspace: string, user: string, id: string): Promise<PrivateView | null>;
  /** Writes when the stored version is `expected`; null: there must be none. False when it is another. */
  put(
    workspace: string,
    user: string,
    change: { readonly view: PrivateView; readonly expected: number | null },
  ): Promise<boolean>;
  /** Nothing happens when there is none. */
  delete(workspace: string, user: string, id: string): Promise<void>;
  putPreferences(workspace: string, user: string, preferences: ViewPreferences): Promise<void>;
}
