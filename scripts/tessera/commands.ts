import { setTimeout as wait } from "node:timers/promises";
import { differences, type Difference } from "./difference.ts";
import { readFiles, withoutSchema, writeFiles, type ExportedFile } from "./files.ts";
import type { Options } from "./options.ts";
import { remote, type Remote } from "./remote.ts";

/** What a command found out: an exit code, an answer for programs and lines for people. */
export interface Outcome {
  /** 0: nothing to do, or done; 1: wrong; 2: there are differences, or consent is needed. */
  readonly code: 0 | 1 | 2;
  readonly answer: object;
  readonly lines: readonly string[];
}

interface Exported {
  readonly version: number;
  readonly files: readonly ExportedFile[];
}

interface Plan {
  readonly id: string;
  readonly baseVersion: number;
  readonly changes: readonly PlannedChange[];
  readonly refused: readonly { readonly pointer: string; readonly message: { readonly en: string } }[];
}

interface PlannedChange {
  readonly kind: string;
  readonly apiName: string;
  readonly path: string;
  readonly change: string;
  readonly class: string;
  readonly affected: number;
  readonly affectedIsMinimum?: boolean;
}

interface Job {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly progress: number;
  readonly errors?: readonly { readonly code: string; readonly message: { readonly en: string } }[];
}

const POLL_MS = 500;
const ended = new Set(["done", "failed", "cancelled"]);

export const commands: Readonly<Record<string, (options: Options) => Promise<Outcome>>> = {
  pull,
  diff,
  plan,
  apply,
  verify,
};

async function pull(options: Options): Promise<Outcome> {
  const { version, files } = await remote(options).get<Exported>("/metadata/export");
  const { written, removed } = await writeFiles(options.directory, files);
  const lines = [
    ...written.map((path) => `  written ${path}`),
    ...removed.map((path) => `  removed ${path}`),
    `${options.directory} is version ${version}: ${written.length} files written, ${removed.length} removed.`,
  ];
  return { code: 0, answer: { version, written, removed }, lines };
}

async function diff(options: Options): Promise<Outcome> {
  const { files } = await remote(options).get<Exported>("/metadata/export");
  const published = new Map(
    files
      .filter(({ path }) => !path.startsWith("schemas/"))
      .map(({ path, content }) => [path, withoutSchema(content as Readonly<Record<string, unknown>>)]),
  );
  const local = new Map((await readFiles(options.directory)).map(({ path, body }) => [path, body]));
  const paths = [...new Set([...published.keys(), ...local.keys()])].sort();
  const changed = paths.flatMap((path) => {
    const places = differences(published.get(path), local.get(path));
    return places.length === 0 ? [] : [{ path, change: changeOf(path, { published, local }), places }];
  });
  const lines = changed.flatMap(({ path, change, places }) => [
    `${change} ${path}`,
    ...(change === "changed" ? places.map(placeLine) : []),
  ]);
  if (changed.length === 0) lines.push("The files are what is published.");
  return { code: changed.length === 0 ? 0 : 2, answer: { changed }, lines };
}

function changeOf(
  path: string,
  { published, local }: Record<"published" | "local", ReadonlyMap<string, unknown>>,
): "added" | "removed" | "changed" {
  if (!published.has(path)) return "added";
  return local.has(path) ? "changed" : "removed";
}

function placeLine({ pointer, published, local }: Difference): string {
  const shown = (value: unknown) => (value === undefined ? "–" : JSON.stringify(value).slice(0, 80));
  return `  ${pointer}: ${shown(published)} → ${shown(local)}`;
}

async function plan(options: Options): Promise<Outcome> {
  const { planned } = await planFiles(options);
  return { code: codeOf(planned), answer: planned, lines: planLines(planned) };
}

async function apply(options: Options): Promise<Outcome> {
  const { server, planned, body } = await planFiles(options);
  const lines = planLines(planned);
  if (codeOf(planned) !== 2) return { code: codeOf(planned), answer: planned, lines };
  const loses = planned.changes.some((one) => one.class === "destructive");
  if (loses && !options.yes)
    return {
      code: 2,
      answer: planned,
      lines: [...lines, "Some changes lose values: say --yes to apply them."],
    };
  const note = options.note === "" ? {} : { note: options.note };
  const done = await server.post<{ version: number; jobs: readonly { id: string; kind: string }[] }>(
    "/metadata/import",
    { ...body, ...note, plan: planned.id },
  );
  const jobs = await Promise.all(done.jobs.map(({ id }) => untilEnded(server, id)));
  const failed = jobs.some((one) => one.state !== "done");
  return {
    code: failed ? 1 : 0,
    answer: { ...done, jobs },
    lines: [...lines, `Published version ${done.version}.`, ...jobs.flatMap(jobLines)],
  };
}

async function verify(options: Options): Promise<Outcome> {
  const server = remote(options);
  const { id } = await server.post<{ readonly id: string }>("/verify", { repair: options.repair });
  const job = await untilEnded(server, id);
  const findings = job.errors ?? [];
  const clean = job.state === "done" && findings.length === 0;
  return {
    code: clean ? 0 : 1,
    answer: job,
    lines: clean ? ["The workspace is clean."] : jobLines(job),
  };
}

async function planFiles(options: Options) {
  const server = remote(options);
  const files = await readFiles(options.directory);
  if (files.length === 0)
    throw new Error(`There are no files in ${options.directory}; start with: tessera pull`);
  const body = { documents: files.map(({ kind, body }) => ({ kind, body })), prune: options.prune };
  return { server, body, planned: await server.post<Plan>("/metadata/import", body) };
}

function codeOf({ changes, refused }: Plan): 0 | 1 | 2 {
  if (refused.length > 0) return 1;
  return changes.length === 0 ? 0 : 2;
}

function planLines({ changes, refused, baseVersion }: Plan): readonly string[] {
  if (changes.length === 0 && refused.length === 0)
    return [`Nothing to publish over version ${baseVersion}.`];
  const count = ({ affected, affectedIsMinimum = false }: PlannedChange) =>
    affected === 0 ? "" : `, ${affectedIsMinimum ? "at least " : ""}${affected} records`;
  return [
    ...changes.map((one) => `${one.change} ${one.kind} ${one.apiName}${one.path}: ${one.class}${count(one)}`),
    ...refused.map(({ pointer, message }) => `refused ${pointer}: ${message.en}`),
    `${changes.length} changes over version ${baseVersion}, ${refused.length} refused.`,
  ];
}

async function untilEnded(server: Remote, id: string): Promise<Job> {
  for (;;) {
    const job = await server.get<Job>(`/jobs/${id}`);
    if (ended.has(job.state)) return job;
    await wait(POLL_MS);
  }
}

function jobLines({ kind, state, errors = [] }: Job): readonly string[] {
  return [`${kind}: ${state}`, ...errors.map(({ code, message }) => `  ${code}: ${message.en}`)];
}
