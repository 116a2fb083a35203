import {
  failure,
  invalid,
  objectAccess,
  success,
  targetOf,
  under,
  type Access,
  type ColumnMapping,
  type ObjectModel,
  type Problem,
  type Result,
  type WorkspaceModel,
} from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { Ids } from "../../ports/ids.ts";
import type { ImportFile, ImportStore } from "../../ports/import-store.ts";
import type { Job, JobStore } from "../../ports/job-store.ts";
import { parseSheet } from "./parse-sheet.ts";

export interface StartImport {
  readonly workspace: string;
  readonly userId: string;
  readonly files: readonly ImportFile[];
  /** Only say what would happen. */
  readonly dryRun: boolean;
}

export interface StartImportPorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly importStore: ImportStore;
  readonly jobStore: JobStore;
}

/** Checks the mapping, keeps the files, and queues the job that does the work. */
export async function startImport(
  ports: StartImportPorts,
  context: { readonly model: WorkspaceModel; readonly access: Access },
  request: StartImport,
): Promise<Result<Job>> {
  const problems = request.files.flatMap((file, at) =>
    fileProblems(context.model, context.access, file).map((problem) => under(`/files/${at}`, problem)),
  );
  if (problems.length > 0) return failure(...problems);
  const at = ports.clock.now().toISOString();
  const job: Job = {
    id: ports.ids.ulid(),
    kind: "import",
    state: "queued",
    progress: 0,
    counts: {},
    errors: [],
    input: { dryRun: request.dryRun, userId: request.userId },
    cursor: null,
    createdAt: at,
    createdBy: request.userId,
    updatedAt: at,
    revision: 1,
  };
  await ports.importStore.saveFiles(request.workspace, job.id, request.files);
  await ports.jobStore.create(request.workspace, job);
  return success(job);
}

function fileProblems(model: WorkspaceModel, access: Access, file: ImportFile): readonly Problem[] {
  const sheet = parseSheet(file.text);
  if (!sheet.ok) return sheet.problems.map((one) => under("/text", one));
  if (!model.objects.has(file.object) || !objectAccess(access, file.object).create) {
    return [unknownTarget("/object", file.object)];
  }
  const headings = new Set(sheet.value.headings);
  return file.mapping.flatMap((one, at) => [
    ...(headings.has(one.column) ? [] : [unknownTarget(`/mapping/${at}/column`, one.column)]),
    ...(isWritable(model, access, one)
      ? []
      : [unknownTarget(`/mapping/${at}/field`, `${one.object}.${one.field}`)]),
  ]);
}

function isWritable(
  model: WorkspaceModel,
  access: Access,
  { object: name, field, by }: ColumnMapping,
): boolean {
  const object = model.objects.get(name);
  const granted = objectAccess(access, name);
  if (!object || !granted.create) return false;
  if (field === "owner") return true;
  const target = object.byName.get(field);
  if (!target || granted.field(field) !== "write") return false;
  return by === undefined || isUniqueIn(model.objects.get(targetOf(target) ?? ""), by);
}

function isUniqueIn(object: ObjectModel | undefined, field: string): boolean {
  return object?.byName.get(field)?.definition.unique === true;
}

function unknownTarget(pointer: string, value: string): Problem {
  return invalid(pointer, "unknown_target", {
    "zh-CN": `“${value}”不存在，或您无权写入。`,
    en: `“${value}” does not exist, or you may not write it.`,
  });
}
