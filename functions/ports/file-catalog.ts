/** What is known about an uploaded file. */
export interface FileEntry {
  readonly id: string;
  /** Key of the content in the file store; random. */
  readonly key: string;
  /** Id of the object and of the field it was uploaded for; fields go by the key of their values. */
  readonly object: string;
  readonly field: string;
  /** Id of the record that took it up; null: none yet. */
  readonly record: string | null;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly type: string;
  readonly width?: number;
  readonly height?: number;
  /** `waiting` for its content, `ready`, or `refused` because of it. */
  readonly state: "waiting" | "ready" | "refused";
  /** RFC 3339 UTC. */
  readonly createdAt: string;
  readonly createdBy: string;
  /** When somebody looks whether it is still needed, RFC 3339 UTC; null: never. */
  readonly due: string | null;
}

/** Uploaded files of a workspace, by id. */
export interface FileCatalog {
  create(workspace: string, entry: FileEntry): Promise<void>;
  get(workspace: string, id: string): Promise<FileEntry | null>;
  /** Those that exist, in any order. */
  getMany(workspace: string, ids: readonly string[]): Promise<readonly FileEntry[]>;
  /** Tells what became of an upload; false when it was not `waiting`. */
  settle(
    workspace: string,
    id: string,
    found: Pick<FileEntry, "state" | "type"> & { readonly width?: number; readonly height?: number },
  ): Promise<boolean>;
  /** Gives the file to a record; false when another record has it or it is gone. */
  claim(workspace: string, id: string, record: string): Promise<boolean>;
  /** Sets when somebody looks whether the file is still needed; one that is gone is no error. */
  schedule(workspace: string, id: string, due: string | null): Promise<void>;
  /** Files of all workspaces due before an instant, the longest due first. */
  due(before: string, limit: number): Promise<readonly { readonly workspace: string; readonly id: string }[]>;
  remove(workspace: string, id: string): Promise<void>;
}
