import { compileWorkspace, type WorkspaceModel } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { MetadataPointer, MetadataStore } from "../../ports/metadata-store.ts";

/** How old a compiled model may be before its pointer is read again; milliseconds. A publish invalidates at once. */
export const MODEL_MAX_AGE_MS = 2_000;

/** Compiled metadata, kept in memory per workspace and compiled again only when the published version moved. */
export interface ModelSource {
  /** Null when the workspace does not exist. */
  current(workspace: string): Promise<WorkspaceModel | null>;
  /** Forgets what is known, so that the next call reads the pointer. */
  invalidate(workspace: string): void;
}

/** Of a model whose pointer must be read before it is used. */
const NEVER = -Infinity;

interface Entry {
  readonly pointer: MetadataPointer;
  readonly model: WorkspaceModel;
  checkedAt: number;
}

export function createModelSource(ports: {
  readonly metadataStore: MetadataStore;
  readonly clock: Clock;
}): ModelSource {
  const entries = new Map<string, Entry>();
  const loading = new Map<string, Promise<WorkspaceModel | null>>();

  async function refresh(workspace: string, isLatest: () => boolean): Promise<WorkspaceModel | null> {
    const pointer = await ports.metadataStore.pointer(workspace);
    if (!pointer) {
      entries.delete(workspace);
      return null;
    }
    const known = entries.get(workspace);
    const unchanged = known?.pointer.revision === pointer.revision;
    const model = unchanged ? known.model : await compiled(ports.metadataStore, workspace, pointer);
    const checkedAt = isLatest() ? ports.clock.now().getTime() : NEVER;
    entries.set(workspace, { pointer, model, checkedAt });
    return model;
  }

  return {
    current(workspace) {
      const known = entries.get(workspace);
      const age = known ? ports.clock.now().getTime() - known.checkedAt : Infinity;
      if (known && age >= 0 && age < MODEL_MAX_AGE_MS) return Promise.resolve(known.model);
      const running = loading.get(workspace);
      if (running) return running;
      const isLatest = (): boolean => loading.get(workspace) === next;
      const next: Promise<WorkspaceModel | null> = refresh(workspace, isLatest).finally(() => {
        if (isLatest()) loading.delete(workspace);
      });
      loading.set(workspace, next);
      return next;
    },
    invalidate(workspace) {
      const known = entries.get(workspace);
      // The model stays at hand: it is compiled again only when the pointer turns out to have moved.
      if (known) known.checkedAt = NEVER;
      loading.delete(workspace);
    },
  };
}

async function compiled(
  store: MetadataStore,
  workspace: string,
  pointer: MetadataPointer,
): Promise<WorkspaceModel> {
  const documents = pointer.version === 0 ? [] : await store.documents(workspace, pointer.version);
  return compileWorkspace({
    settings: pointer.settings,
    version: pointer.version,
    documents,
    indexes: pointer.indexes,
    unproven: Object.values(pointer.builds ?? {})
      .filter((one) => one.kind === "unique-build")
      .map(({ objectId, element }) => ({ objectId, claim: element })),
    recounted: Object.values(pointer.builds ?? {})
      .filter((one) => one.kind === "cells-build")
      .map((one) => one.objectId),
  });
}
