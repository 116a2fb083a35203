import {
  checkDocument,
  failure,
  fieldsIn,
  invalid,
  objectAccess,
  parseFilter,
  success,
  type Problem,
  type Result,
  type ViewDefinition,
} from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { Ids } from "../../ports/ids.ts";
import type { PrivateView, ViewStore } from "../../ports/view-store.ts";
import type { Caller } from "../access/caller.ts";
import { fieldForbidden, notFound, versionMismatch } from "../records/problems.ts";

/** Views one person may keep. */
export const MOST_VIEWS = 200;

interface Ports {
  readonly viewStore: ViewStore;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Keeps a new view for the caller. */
export async function createView(ports: Ports, caller: Caller, body: unknown): Promise<Result<PrivateView>> {
  const read = readView(caller, body);
  if (!read.ok) return read;
  const { views } = await ports.viewStore.list(caller.workspace, caller.user.id);
  if (views.length >= MOST_VIEWS) return failure(tooMany);
  const now = ports.clock.now().toISOString();
  const view = { id: ports.ids.ulid(), body: read.value, version: 1, updatedAt: now };
  const written = await ports.viewStore.put(caller.workspace, caller.user.id, { view, expected: null });
  return written ? success(view) : failure(versionMismatch(null));
}

/** Replaces a view of the caller that is still at `expected`; null: whatever it is. */
export async function updateView(
  ports: Ports,
  caller: Caller,
  change: { readonly id: string; readonly body: unknown; readonly expected: number | null },
): Promise<Result<PrivateView>> {
  const { workspace, user } = caller;
  const stored = await ports.viewStore.get(workspace, user.id, change.id);
  if (!stored) return failure(notFound);
  const read = readView(caller, change.body);
  if (!read.ok) return read;
  if (change.expected !== null && change.expected !== stored.version) {
    return failure(versionMismatch(stored.version));
  }
  const view = {
    id: stored.id,
    body: read.value,
    version: stored.version + 1,
    updatedAt: ports.clock.now().toISOString(),
  };
  const written = await ports.viewStore.put(workspace, user.id, { view, expected: stored.version });
  return written ? success(view) : failure(versionMismatch(null));
}

/** The same checks as a shared view's, and none of it about what the caller may not read. */
function readView(caller: Caller, body: unknown): Result<ViewDefinition> {
  const problems = checkDocument("view", body);
  if (problems.length > 0) return failure(...problems);
  const view = body as ViewDefinition;
  const object = caller.model.objects.get(view.object);
  const access = objectAccess(caller.access, view.object);
  if (!object || !access.read) return failure(unknownObject(view.object));
  const isReadable = ({ path }: { readonly path: string }) => access.field(firstOf(path)) !== "none";
  const hidden: readonly Problem[] = mentioned(view)
    .filter((one) => !isReadable(one))
    .map(({ path, pointer }) => fieldForbidden(path, pointer));
  const filter = view.filter === undefined ? null : parseFilter(view.filter);
  const wrong = filter && !filter.ok ? filter.problems : [];
  return hidden.length + wrong.length > 0 ? failure(...hidden, ...wrong) : success(view);
}

function mentioned(view: ViewDefinition): readonly { readonly path: string; readonly pointer: string }[] {
  return [
    ...view.columns.map((path, at) => ({ path, pointer: `/columns/${at}` })),
    ...(view.sort ?? []).map(({ field }, at) => ({ path: field, pointer: `/sort/${at}/field` })),
    ...(["groupField", "dateField", "endField"] as const).flatMap((name) => {
      const path = view[name];
      return path === undefined ? [] : [{ path, pointer: `/${name}` }];
    }),
    ...fieldsIn(view.filter).map((path) => ({ path, pointer: "/filter" })),
  ];
}

function firstOf(path: string): string {
  return path.split(".")[0] ?? path;
}

const unknownObject = (name: string): Problem =>
  invalid("/object", "unknown_reference", {
    "zh-CN": `找不到对象“${name}”，或您无权查看。`,
    en: `The object “${name}” does not exist, or you may not see it.`,
  });

const tooMany: Problem = invalid("", "limit", {
  "zh-CN": `每人最多保存 ${MOST_VIEWS} 个视图。`,
  en: `A person may keep at most ${MOST_VIEWS} views.`,
});
