import {
  failure,
  objectAccess,
  presentName,
  success,
  type RecordRef,
  type Result,
  type RunState,
  type StepTrace,
} from "#engine";
import type { RunPage } from "../../ports/run-store.ts";
import type { Signer } from "../../ports/signer.ts";
import type { Caller } from "../access/caller.ts";
import { openCursor, sealCursor } from "../records/cursor.ts";
import { notFound } from "../records/problems.ts";
import { visibleStep } from "./visible-step.ts";
import type { RunPorts } from "./run-ports.ts";

export type ReadRunPorts = Pick<RunPorts, "runStore" | "recordStore" | "clock"> & { readonly signer: Signer };

/** A run as lists show it. */
export interface RunView {
  readonly id: string;
  readonly definition: string;
  readonly kind: RunState["kind"];
  readonly version: number;
  readonly status: RunState["status"];
  readonly reason?: string;
  readonly startedAt: string;
  readonly updatedAt: string;
  readonly record: RecordRef & { readonly name: string };
  readonly current: string | null;
  readonly wakeAt?: string;
}

export interface RunsRequest {
  readonly kind: RunState["kind"];
  /** Id or API name. */
  readonly definition: string;
  /** Id of the only record whose runs are wanted; null: all. */
  readonly record: string | null;
  readonly limit: number;
  readonly cursor: string | null;
}

/** Runs of a workflow or journey about records the caller sees, newest first. */
export async function listRuns(
  ports: ReadRunPorts,
  caller: Caller,
  request: RunsRequest,
): Promise<Result<{ readonly items: readonly RunView[]; readonly cursor: string | null }>> {
  const flow = flowsOf(caller, request.kind).find((one) =>
    [one.id, one.apiName].includes(request.definition),
  );
  if (!flow) return failure(notFound);
  const { record, limit, cursor } = request;
  const question = JSON.stringify(["runs", flow.id, record]);
  const binding = { workspace: caller.workspace, userId: caller.user.id, question };
  const now = ports.clock.now();
  const opened = cursor === null ? success(null) : openCursor(ports.signer, binding, { cursor, now });
  if (!opened.ok) return opened;
  const position = opened.value as string | null;
  const of = record === null ? { definition: flow.id } : { record: { object: flow.object, id: record } };
  const page = await ports.runStore.list(caller.workspace, { of, limit, position });
  const items = await visible(ports, caller, { page, definition: flow.id });
  const next = page.position && sealCursor(ports.signer, binding, { position: page.position, now });
  return success({ items, cursor: next });
}

function flowsOf({ model }: Caller, kind: RunState["kind"]) {
  const flows: readonly { readonly id: string; readonly apiName: string; readonly object: string }[] =
    kind === "workflow" ? model.workflows : model.journeys;
  return flows;
}

async function visible(
  ports: ReadRunPorts,
  caller: Caller,
  { page, definition }: { readonly page: RunPage; readonly definition: string },
): Promise<readonly RunView[]> {
  const meant = page.items.filter((one) => one.definition === definition);
  const views = await Promise.all(meant.map((one) => view(ports, caller, one)));
  return views.filter((one) => one !== null);
}

/** A run with every step it took, as far as its values are for the caller. */
export async function readRun(
  ports: ReadRunPorts,
  caller: Caller,
  id: string,
): Promise<Result<RunView & { readonly steps: readonly StepTrace[] }>> {
  const state = id === "" ? null : await ports.runStore.get(caller.workspace, id);
  const shown = state && (await view(ports, caller, state));
  if (!shown) return failure(notFound);
  const steps = await ports.runStore.steps(caller.workspace, id);
  return success({ ...shown, steps: steps.map((step) => visibleStep(caller, state.record.object, step)) });
}

/** Null when the caller does not see the record. */
async function view(ports: ReadRunPorts, caller: Caller, state: RunState): Promise<RunView | null> {
  const object = caller.model.objects.get(state.record.object);
  const record = object && (await ports.recordStore.get(caller.workspace, object, state.record.id));
  const granted = objectAccess(caller.access, state.record.object);
  if (!granted.read || !(record ? granted.seesRecord(record) : granted.scope.kind === "all")) return null;
  const { id, kind, version, status, reason, startedAt, updatedAt, current, wait } = state;
  const name = object && record ? presentName(object, record) : state.record.id;
  return {
    ...{ id, kind, version, status, startedAt, updatedAt, current },
    definition: state.definitionName,
    record: { ...state.record, name },
    ...(reason === undefined ? {} : { reason }),
    ...(wait ? { wakeAt: wait.until } : {}),
  };
}
