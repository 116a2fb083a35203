import { failure, objectAccess, success, type Result } from "#engine";
import type { Cipher } from "../../ports/cipher.ts";
import type { Clock } from "../../ports/clock.ts";
import type { DisclosureLog } from "../../ports/disclosure-log.ts";
import type { Ids } from "../../ports/ids.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";
import { loadVisible } from "./get-record.ts";
import { fieldForbidden, notFound } from "./problems.ts";

export interface RevealPorts {
  readonly recordStore: RecordStore;
  readonly cipher: Cipher;
  readonly disclosureLog: DisclosureLog;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The clear value of a sealed field for somebody who may see it; who saw it is kept before it is told. */
export async function revealValue(
  ports: RevealPorts,
  caller: Caller,
  request: { readonly object: string; readonly id: string; readonly field: string },
): Promise<Result<string>> {
  const loaded = await loadVisible(ports, caller, request);
  if (!loaded.ok) return loaded;
  const { object, record } = loaded.value;
  const granted = objectAccess(caller.access, object.apiName);
  const field = object.byName.get(request.field);
  if (!field?.type.sealed || granted.field(field.apiName) === "none") return failure(notFound);
  if (!granted.reveals(field.apiName)) return failure(fieldForbidden(field.apiName, ""));
  const stored = record.values[field.id];
  const sealed = stored === undefined || stored === null ? null : field.type.sealed.sealedText(stored);
  if (sealed === null) return failure(notFound);
  const place = { workspace: caller.workspace, object: object.id, field: field.id, record: record.id };
  const clear = await ports.cipher.open(place, sealed);
  await ports.disclosureLog.add(caller.workspace, {
    id: ports.ids.ulid(),
    at: ports.clock.now().toISOString(),
    user: caller.user.id,
    record: { object: object.apiName, id: record.id },
    field: field.apiName,
    label: field.definition.label,
  });
  return success(clear);
}
