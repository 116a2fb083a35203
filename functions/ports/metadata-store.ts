import type { IndexDefinition, KeptValues, MetadataDocument, WorkspaceSettings } from "#engine";
import type { Job } from "./job-store.ts";

/** The one item that says which version is published; switching it is the publish. */
export interface MetadataPointer {
  /** 0: nothing was published yet. */
  readonly version: number;
  /** Moves with every change of this item, also when only an index became ready. */
  readonly revision: number;
  readonly settings: WorkspaceSettings;
  /** Object id → its index definitions with their state. */
  readonly indexes: Readonly<Record<string, readonly IndexDefinition[]>>;
  /** What a publish began and a job has not finished, by build key (operations/metadata/README.md). Absent: nothing. */
  readonly builds?: Readonly<Record<string, Build>>;
  /** Values under keys that no field has any more, until they are purged. Absent: none. */
  readonly kept?: readonly KeptValues[];
  /** Form of what is derived (`operations/derive/derivation-epoch.ts`) that every object was built in or is being built in. Absent: the first. */
  readonly derivation?: number;
}

/** Something that may not be relied on before a job has been through all records. */
export interface Build {
  /** Kind of the job. */
  readonly kind: string;
  readonly objectId: string;
  /** Field key, id of a unique combination, or `*`. */
  readonly element: string;
  /** Id of the job. */
  readonly job: string;
  /** What the job works on; kept here, so that a publish whose jobs were not created any more is made good by the next. */
  readonly input: Readonly<Record<string, unknown>>;
  /** `failed`: the job ended with what must not be, for example a value that two records have. */
  readonly state: "building" | "failed";
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
      /** Created with it, at most 90. */
      readonly jobs: readonly Job[];
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
  /** Ends a build (null) or marks it failed; false when the pointer moved (read it again). One that is gone is left alone. */
  setBuild(workspace: string, build: string, state: Build["state"] | null): Promise<boolean>;
}
