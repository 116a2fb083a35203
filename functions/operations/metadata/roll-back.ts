import { failure, type MetadataDocument, type Problem, type Result } from "#engine";
import type { MetadataStore } from "../../ports/metadata-store.ts";
import { planPublish, type PlannedPublish, type PlanPorts } from "./plan-publish.ts";
import { publishPlanned, type PublishPorts } from "./publish-draft.ts";
import type { Publication } from "./start-builds.ts";

export interface RollBack {
  readonly workspace: string;
  readonly userId: string;
  readonly version: number;
  /** Id of the plan the admin saw; null: whatever the plan is now. */
  readonly plan: string | null;
}

/** Publishes an older version again as the newest; working copies stay as they are. Values of removed fields come back. */
export async function rollBack(ports: PublishPorts, request: RollBack): Promise<Result<Publication>> {
  const { workspace, version } = request;
  const planned = await planRollBack(ports, workspace, version);
  if (!planned.ok) return planned;
  return publishPlanned(ports, { ...request, note: `↩ ${version}` }, planned.value);
}

/** What going back to an older version would do; the same plan as of a publish. */
export async function planRollBack(
  ports: PlanPorts,
  workspace: string,
  version: number,
): Promise<Result<PlannedPublish>> {
  const documents = await versionDocuments(ports.metadataStore, workspace, version);
  const current = await ports.metadataStore.pointer(workspace);
  if (!documents || version === current?.version) return failure(unknownVersion(version));
  return planPublish(ports, workspace, documents);
}

/** The documents of a published version; null when there is none of that number. */
export async function versionDocuments(
  store: MetadataStore,
  workspace: string,
  version: number,
): Promise<readonly MetadataDocument[] | null> {
  const current = await store.pointer(workspace);
  if (!current || version < 1 || version > current.version) return null;
  return store.documents(workspace, version);
}

export function unknownVersion(version: number): Problem {
  return {
    kind: "notFound",
    code: "unknown_version",
    pointer: "/version",
    message: {
      "zh-CN": `没有可以恢复的版本 ${version}。`,
      en: `There is no earlier version ${version} to go back to.`,
    },
  };
}
