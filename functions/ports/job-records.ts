/** Ids of the records a job works on, in numbered pieces, so that no change of the records moves them in or out. */
export interface JobRecords {
  /** The same piece again replaces. Kept 30 days. */
  put(
    workspace: string,
    jobId: string,
    piece: { readonly at: number; readonly ids: readonly string[] },
  ): Promise<void>;
  /** Empty: there is no such piece. */
  get(workspace: string, jobId: string, at: number): Promise<readonly string[]>;
}
