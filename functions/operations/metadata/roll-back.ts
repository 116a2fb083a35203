import { failure, success, type Problem, type Result } from "#engine";
import { planPublish } from "./plan-publish.ts";
import { publishDocuments, type PublishPorts } from "./publish-draft.ts";

export interface RollBack {
  readonly workspace: string;
  readonly userId: string;
  readonly version: number;
}

/** Publishes an older version again as the newest; working copies stay as they are. Values of removed fields come back. */
export async function rollBack(
  ports: PublishPorts,
  request: RollBack,
): Promise<Result<{ readonly version: number }>> {
  const { workspace, version } = request;
  const current = await ports.metadataStore.pointer(workspace);
  if (!current || version < 1 || version >= current.version) return failure(unknownVersion(version));
  const documents = await ports.metadataStore.documents(workspace, version);
  const planned = await planPublish(ports, workspace, documents);
  if (!planned.ok) return planned;
  if (planned.value.plan.refused.length > 0) return failure(...planned.value.plan.refused);
  const published = await publishDocuments(
    ports,
    { workspace, userId: request.userId, plan: null, note: `↩ ${version}` },
    planned.value,
  );
  return published.ok ? success(published.value) : published;
}

function unknownVersion(version: number): Problem {
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
