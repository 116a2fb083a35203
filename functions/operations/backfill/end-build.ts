import type { BackfillPorts } from "./backfill-ports.ts";

/** Tries while publishes move the pointer. */
const POINTER_TRIES = 8;

type EndPorts = Pick<BackfillPorts, "metadataStore" | "models">;

/** Lets the planner use an index. */
export async function markIndexReady(
  ports: EndPorts,
  workspace: string,
  { objectId, indexId }: { readonly objectId: string; readonly indexId: string },
): Promise<void> {
  await moved(ports, workspace, () =>
    ports.metadataStore.setIndexState(workspace, objectId, indexId, "ready"),
  );
}

/** Takes a build from the pointer (null: complete), or marks it as failed. */
export async function endBuild(
  ports: EndPorts,
  workspace: string,
  { build, state }: { readonly build: unknown; readonly state: "failed" | null },
): Promise<void> {
  if (typeof build !== "string") return;
  await moved(ports, workspace, () => ports.metadataStore.setBuild(workspace, build, state));
}

async function moved(ports: EndPorts, workspace: string, write: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < POINTER_TRIES; tries += 1) {
    if (!(await write())) continue;
    ports.models.invalidate(workspace);
    return;
  }
  throw new Error("the metadata pointer kept moving while a build ended");
}
