import { afterAll, beforeAll, expect, it } from "vitest";
import { workspaceTemplates, type WorkspaceTemplate } from "#engine/templates/index.ts";
import { installTemplates } from "#functions/operations/metadata/install-template.ts";
import { startApi, type ApiUnderTest } from "./api-under-test.ts";

let api: ApiUnderTest;

beforeAll(async () => {
  api = await startApi();
}, 120_000);
afterAll(() => api.stop());

it.each(Object.values(workspaceTemplates))(
  "$name comes out of a workspace as its files say",
  async (template) => {
    const templates = [...(template.needs ?? []).map((name) => workspaceTemplates[name]), template];
    const workspace = `with${template.name}`;
    await install(workspace, templates);
    const exported = await api.as(`admin@${workspace}`).get("/metadata/export");
    const files = exported.body["files"] as readonly { readonly path: string; readonly content: object }[];
    const documents = files
      .filter(({ path }) => !path.startsWith("schemas/"))
      .map(({ path, content }) => [path, withoutIds(content)] as const);
    const expected = templates
      .flatMap((one) => one.documents)
      .map(({ kind, body }) => [
        `${kind}/${body.apiName}.json`,
        { $schema: `../schemas/${kind}.schema.json`, ...body },
      ]);
    expect(Object.fromEntries(documents)).toEqual(Object.fromEntries(expected));
  },
);

async function install(workspace: string, templates: readonly WorkspaceTemplate[]): Promise<void> {
  const { metadataStore, userStore } = api.context;
  const settings = { name: workspace, timeZone: "Asia/Shanghai", locale: "zh-CN", currency: "CNY" } as const;
  await metadataStore.createWorkspace({ id: workspace, ...settings });
  await userStore.put(workspace, {
    ...{ id: "admin", email: "admin@test.test", name: "Admin", locale: "zh-CN", timeZone: "Asia/Shanghai" },
    ...{ roles: ["admin"], team: null, active: true },
  });
  const installed = await installTemplates(api.context, { workspace, userId: "admin", templates });
  expect(installed).toMatchObject({ ok: true });
}

/** Ids are given by each workspace; files of a template have none. */
function withoutIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIds);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "id");
  return Object.fromEntries(entries.map(([key, child]) => [key, withoutIds(child)]));
}
