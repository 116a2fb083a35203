/** A background job: state, progress, counts, errors (http-api.md, `GET /jobs`). */
export interface Job {
  readonly id: string;
  /** `index-build`, `import`, … */
  readonly kind: string;
  readonly state: "queued" | "running" | "done" | "failed" | "cancelled";
  /** 0–1. */
  readonly progress: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly errors: readonly {
    readonly row: number | null;
    readonly code: string;
    readonly message: { readonly "zh-CN": string; readonly en: string };
  }[];
  /** What the job works on; JSON only. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Where it resumes. */
  readonly cursor: Readonly<Record<string, unknown>> | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  /** Optimistic lock, from 1. */
  readonly revision: number;
}

export interface JobStore {
  /** Stores the job; the stream turns it into `crm.job.requested`. */
  create(workspace: string, job: Job): Promise<void>;
  get(workspace: string, id: string): Promise<Job | null>;
  /** False when the stored revision is not `job.revision - 1`. */
  save(workspace: string, job: Job): Promise<boolean>;
  /** Newest first. */
  list(workspace: string, limit: number): Promise<readonly Job[]>;
}
