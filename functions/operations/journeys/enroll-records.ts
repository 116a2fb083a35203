import { failure, objectAccess, snapshotOf, success, type Result } from "#engine";
import type { Caller } from "../access/caller.ts";
import { notFound } from "../records/problems.ts";
import { hashId } from "../runs/identity.ts";
import { startFlow } from "../runs/handle-event.ts";
import type { RunPorts } from "../runs/run-ports.ts";

/**
 * Puts records into a journey, as far as the caller sees them. A record that is inside, or was and may not come back,
 * is skipped.
 */
export async function enrollRecords(
  ports: RunPorts,
  caller: Caller,
  request: { readonly journey: string; readonly recordIds: readonly string[] },
): Promise<Result<{ readonly enrolled: number; readonly skipped: number }>> {
  const { model, workspace } = caller;
  const journey = model.journeys.find((one) => one.id === request.journey || one.apiName === request.journey);
  const object = journey && model.objects.get(journey.object);
  if (!journey || !object || journey.active === false) return failure(notFound);
  const granted = objectAccess(caller.access, object.apiName);
  let enrolled = 0;
  for (const id of new Set(request.recordIds)) {
    const record = await ports.recordStore.get(workspace, object, id);
    if (!record || !granted.read || !granted.seesRecord(record)) continue;
    const last = await ports.runStore.entry(workspace, journey.id, { object: object.apiName, id });
    if (last && (last.open || journey.reentry !== "afterExit")) continue;
    const event = hashId("enroll", journey.id, id, last?.run ?? "");
    const signal = { kind: "enrolled", record: snapshotOf(object, record), by: caller.user.id } as const;
    const origin = { id: event, correlation: event, depth: 0, path: [] };
    if (await startFlow(ports, model, { kind: "journey", document: journey, signal, event: origin }))
      enrolled += 1;
  }
  return success({ enrolled, skipped: request.recordIds.length - enrolled });
}
