import type { IndexDefinition, MetadataDocument, WorkspaceSettings } from "#engine";

/** The one item that says which version is published; switching it is the publish. */
export interface MetadataPointer {
  /** 0: nothing was published yet. */
  readonly version: number;
  /** Moves with every change of this item, also when only an index became ready. */
  readonly revision: number;
  readonly settings: WorkspaceSettings;
  /** Object id → its index definitions with their state. */
  readonly indexes: Readonly<Record<string, readonly IndexDefinition[]>>;
}

export interface PublishedVersion {
  readonly version: number;
  readonly publishedAt: string;
  readonly publishedBy: string;
  /** What the admin wrote, or the version rolled back to. */
  readonly note: string;
  /** Documents added, changed and removed against the version before. */
  readonly changes: number;
}

/** A working copy that was not published yet; `body` null means: delete it at publish. */
export interface DraftDocument {
  readonly kind: string;
  readonly apiName: string;
  readonly body: unknown;
  /** Optimistic lock of this working copy, from 1. */
  readonly revision: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

export interface MetadataStore {
  /** Strongly consistent; null when the workspace does not exist. */
  pointer(workspace: string): Promise<MetadataPointer | null>;
  createWorkspace(settings: WorkspaceSettings): Promise<void>;
  documents(workspace: string, version: number): Promise<readonly MetadataDocument[]>;
  draft(workspace: string): Promise<readonly DraftDocument[]>;
  /** False when `expectedRevision` is not the stored one (0: must be new). */
  saveDraft(workspace: string, draft: DraftDocument, expectedRevision: number | null): Promise<boolean>;
  discardDraft(workspace: string, kind: string, apiName: string): Promise<void>;
  /** Atomic; false when the pointer moved since `expected`. Removes the draft documents it published. */
  publish(
    workspace: string,
    publication: {
      readonly expected: MetadataPointer;
      readonly next: MetadataPointer;
      readonly entry: PublishedVersion;
      readonly documents: readonly MetadataDocument[];
      readonly published: readonly DraftDocument[];
    },
  ): Promise<boolean>;
  /** Newest first. */
  versions(workspace: string, limit: number): Promise<readonly PublishedVersion[]>;
  /** Marks an index ready; false when the pointer moved (read it again). */
  setIndexState(
    workspace: string,
    objectId: string,
    indexId: string,
    state: IndexDefinition["state"],
  ): Promise<boolean>;
}
