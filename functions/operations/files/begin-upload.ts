import { cleanFileName, extensionsOf, failure, kindOfName, success, type Result } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { FileCatalog } from "../../ports/file-catalog.ts";
import type { FileStore, UploadAddress } from "../../ports/file-store.ts";
import type { Ids } from "../../ports/ids.ts";
import type { Caller } from "../access/caller.ts";
import { emptyFile, fileTooLarge, kindNotAllowed, unknownField } from "./file-problems.ts";
import { uploadField } from "./upload-field.ts";

export interface UploadPorts {
  readonly fileCatalog: FileCatalog;
  readonly fileStore: FileStore;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Time after which an upload that no record took up is removed, milliseconds. */
export const UNUSED_MS = 24 * 60 * 60 * 1000;

/** Begins an upload for a field: what may come is fixed here, and under the signature of the address. */
export async function beginUpload(
  ports: UploadPorts,
  caller: Caller,
  request: { readonly object: string; readonly field: string; readonly name: string; readonly size: number },
): Promise<Result<{ readonly id: string; readonly name: string; readonly upload: UploadAddress }>> {
  const target = uploadField(caller, request);
  if (!target) return failure(unknownField);
  const { object, field, limits } = target;
  if (request.size === 0) return failure(emptyFile);
  if (request.size > limits.mostBytes) return failure(fileTooLarge(limits.mostBytes));
  const name = cleanFileName(request.name);
  const kind = kindOfName(name, limits.groups);
  if (!kind) return failure(kindNotAllowed(extensionsOf(limits.groups)));
  const now = ports.clock.now();
  const id = ports.ids.ulid();
  const key = `${caller.workspace}/${ports.ids.ulid()}`;
  const { size } = request;
  await ports.fileCatalog.create(caller.workspace, {
    ...{ id, key, name, size, type: kind.type, record: null, state: "waiting" },
    object: object.id,
    field: field.id,
    createdAt: now.toISOString(),
    createdBy: caller.user.id,
    due: new Date(now.getTime() + UNUSED_MS).toISOString(),
  });
  const upload = await ports.fileStore.uploadAddress(key, { size, type: kind.type });
  return success({ id, name, upload });
}
