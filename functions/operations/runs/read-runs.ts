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
import type { Caller } from "../access/caller.ts";
import { notFound } from "../records/problems.ts";
import type { RunPorts } from "./run-ports.ts";

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

/** Runs of a workflow or journey about records the caller sees, newest first. */
export async function listRuns(
  ports: RunPorts,
  caller: Caller,
  request: {
    readonly kind: RunState["kind"];
    readonly definition: string;
    readonly limit: number;
    readonly position: string | null;
  },
): Promise<Result<{ readonly items: readonly RunView[]; readonly cursor: string | null }>> {
  const { workflows, journeys } = caller.model;
  const flows: readonly { readonly id: string; readonly apiName: string }[] =
    request.kind === "workflow" ? workflows : journeys;
  const flow = flows.find((one) => one.id === request.definition || one.apiName === request.definition);
  if (!flow) return failure(notFound);
  const { limit, position } = request;
  const page = await ports.runStore.list(caller.workspace, { of: { definition: flow.id }, limit, position });
  const views = await Promise.all(page.items.map((one) => view(ports, caller, one)));
  return success({ items: views.filter((one) => one !== null), cursor: page.position });
}

/** A run with every step it took. */
export async function readRun(
  ports: RunPorts,
  caller: Caller,
  id: string,
): Promise<Result<RunView & { readonly steps: readonly StepTrace[] }>> {
  const state = await ports.runStore.get(caller.workspace, id);
  const shown = state && (await view(ports, caller, state));
  if (!shown) return failure(notFound);
  return success({ ...shown, steps: await ports.runStore.steps(caller.workspace, id) });
}

/** Null when the caller does not see the record. */
async function view(ports: RunPorts, caller: Caller, state: RunState): Promise<RunView | null> {
  const object = caller.model.objects.get(state.record.object);
  const record = object && (await ports.recordStore.get(caller.workspace, object, state.record.id));
  const granted = objectAccess(caller.access, state.record.object);
  if (!granted.read || (record && !granted.seesRecord(record))) return null;
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
