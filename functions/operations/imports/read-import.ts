import type { ImportFile, ImportStore, RowProblem } from "../../ports/import-store.ts";
import type { Job, JobStore } from "../../ports/job-store.ts";
import type { Caller } from "../access/caller.ts";
import { emptyTally, readTallies, type Tally } from "./import-tally.ts";

/** What became of one file so far. */
export interface ImportFileState extends Omit<Tally, "problems"> {
  readonly name: string;
  readonly object: string;
  /** Data rows in the file. */
  readonly rows: number;
  readonly problemCount: number;
  /** The first ones; all are in the file of rows with problems. */
  readonly problems: readonly RowProblem[];
}

/** An import as its starter sees it. */
export interface ImportState {
  readonly id: string;
  readonly state: Job["state"];
  readonly progress: number;
  readonly dryRun: boolean;
  readonly counts: Job["counts"];
  readonly files: readonly ImportFileState[];
  readonly errors: Job["errors"];
  readonly createdAt: string;
  /** Rows per second while it works; null: not known. */
  readonly rate: number | null;
  readonly etaSeconds: number | null;
  /** Until when it can be undone, and the job that does; null: a dry run. */
  readonly undo: { readonly until: string; readonly job: string | null } | null;
}

/** An import in the list of a person's imports. */
export type ListedImport = Pick<
  ImportState,
  "id" | "state" | "progress" | "dryRun" | "counts" | "createdAt" | "undo"
> & { readonly files: readonly { readonly name: string; readonly object: string }[] };

/** Most problems shown per file. */
const MOST_PROBLEMS = 1_000;

export interface ReadImportPorts {
  readonly jobStore: JobStore;
  readonly importStore: ImportStore;
}

/** Null when there is none, or somebody else's. */
export async function readImport(
  ports: ReadImportPorts,
  request: { readonly workspace: string; readonly userId: string; readonly id: string },
): Promise<ImportState | null> {
  const job = await ownImport(ports, request);
  if (!job) return null;
  const { id, state, progress, counts, errors, createdAt } = job;
  const files = await ports.importStore.files(request.workspace, id);
  const tallies = readTallies(job.cursor);
  return {
    ...{ id, state, progress, counts, errors, createdAt },
    dryRun: job.input["dryRun"] === true,
    rate: job.rate ?? null,
    etaSeconds: state === "running" ? (job.etaSeconds ?? null) : null,
    undo: undoOf(job),
    files: await Promise.all(
      files.map(async (file, at) => {
        const tally = tallies[at] ?? emptyTally;
        const shows = tally.problems > 0 && state !== "running" && state !== "queued";
        const problems = shows ? await firstProblems(ports, { ...request, file: at }) : [];
        return fileState(file, tally, problems);
      }),
    ),
  };
}

/** A person's imports, newest first; a page may hold fewer than asked for though more follow. */
export async function listImports(
  { jobStore }: Pick<ReadImportPorts, "jobStore">,
  { workspace, user }: Caller,
  page: { readonly limit: number; readonly cursor: string | null },
): Promise<{ readonly items: readonly ListedImport[]; readonly cursor: string | null }> {
  const { items, after } = await jobStore.page(workspace, { limit: page.limit, after: page.cursor });
  const own = items.filter((one) => one.kind === "import" && one.createdBy === user.id);
  return { items: own.map(listed), cursor: after };
}

function listed(job: Job): ListedImport {
  const { id, state, progress, counts, createdAt, input } = job;
  const files = Array.isArray(input["files"]) ? (input["files"] as ListedImport["files"]) : [];
  return {
    ...{ id, state, progress, counts, createdAt, files },
    dryRun: input["dryRun"] === true,
    undo: undoOf(job),
  };
}

/** The job of an import that this person started. */
export async function ownImport(
  { jobStore }: Pick<ReadImportPorts, "jobStore">,
  request: { readonly workspace: string; readonly userId: string; readonly id: string },
): Promise<Job | null> {
  const job = await jobStore.get(request.workspace, request.id);
  return job?.kind === "import" && job.createdBy === request.userId ? job : null;
}

function undoOf({ undo }: Job): ImportState["undo"] {
  return undo ? { until: undo.until, job: undo.job } : null;
}

function fileState(
  { name, object, sheet }: ImportFile,
  { problems: problemCount, ...counts }: Tally,
  problems: readonly RowProblem[],
): ImportFileState {
  return { name, object, rows: sheet.rows, ...counts, problemCount, problems };
}

async function firstProblems(
  { importStore }: ReadImportPorts,
  { workspace, id, file }: { readonly workspace: string; readonly id: string; readonly file: number },
): Promise<readonly RowProblem[]> {
  const problems: RowProblem[] = [];
  for await (const outcome of importStore.outcomes(workspace, id, file)) {
    problems.push(...outcome.problems);
    if (problems.length >= MOST_PROBLEMS) break;
  }
  return problems.slice(0, MOST_PROBLEMS);
}
