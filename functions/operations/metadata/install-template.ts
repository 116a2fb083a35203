import { success, type Result } from "#engine";
import type { WorkspaceTemplate } from "#engine/templates/template.ts";
import { publishDraft, type PublishPorts } from "./publish-draft.ts";
import { saveDraft } from "./save-draft.ts";

export interface InstallTemplate {
  readonly workspace: string;
  readonly userId: string;
  readonly templates: readonly WorkspaceTemplate[];
}

/** Writes the templates' documents as a draft and publishes them as one version. */
export async function installTemplates(
  ports: PublishPorts,
  request: InstallTemplate,
): Promise<Result<{ readonly version: number }>> {
  for (const { kind, body } of request.templates.flatMap((one) => one.documents)) {
    const { workspace, userId } = request;
    const saved = await saveDraft(ports, {
      workspace,
      userId,
      kind,
      apiName: body.apiName,
      body,
      expectedRevision: null,
    });
    if (!saved.ok) return saved;
  }
  const note = request.templates.map((one) => one.label.en).join(", ");
  const published = await publishDraft(ports, {
    workspace: request.workspace,
    userId: request.userId,
    plan: null,
    note,
  });
  return published.ok ? success(published.value) : published;
}
