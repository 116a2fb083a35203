import { success, type Result } from "#engine";
import type { WorkspaceTemplate } from "#engine/templates/template.ts";
import { applyBundle } from "./import-bundle.ts";
import type { PublishPorts } from "./publish-draft.ts";

export interface InstallTemplate {
  readonly workspace: string;
  readonly userId: string;
  readonly templates: readonly WorkspaceTemplate[];
}

/** Publishes the templates' documents as one version, beside what is published; working copies stay as they are. */
export async function installTemplates(
  ports: PublishPorts,
  { workspace, userId, templates }: InstallTemplate,
): Promise<Result<{ readonly version: number }>> {
  const published = await applyBundle(ports, {
    workspace,
    userId,
    plan: null,
    note: templates.map((one) => one.label.en).join(", "),
    bundle: { documents: templates.flatMap((one) => one.documents), prune: false },
  });
  return published.ok ? success(published.value) : published;
}
