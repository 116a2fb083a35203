import type { FileMapping } from "#engine";

/** A mapping kept for the next file of its kind. */
export interface SavedMapping {
  /** Chosen by who keeps it; 1–64 letters, digits, `-` and `_`. */
  readonly id: string;
  readonly name: string;
  /** Whether everybody who may import sees it. */
  readonly shared: boolean;
  readonly body: Omit<FileMapping, "name">;
  /** User id. */
  readonly createdBy: string;
  /** RFC 3339. */
  readonly updatedAt: string;
}

/** Mappings of imports; some hundreds per workspace. */
export interface ImportMappingStore {
  /** All of the workspace, by id. */
  list(workspace: string): Promise<readonly SavedMapping[]>;
  get(workspace: string, id: string): Promise<SavedMapping | null>;
  /** Writes when there is none, or one of the same person; false otherwise. */
  put(workspace: string, mapping: SavedMapping): Promise<boolean>;
  /** Nothing happens when there is none. */
  remove(workspace: string, id: string): Promise<void>;
}
