import { sampleRecords, type SampleRecord } from "#engine/templates/sample-data.ts";
import { workspaceTemplates } from "#engine/templates/index.ts";
import type { WorkspaceTemplate } from "#engine/templates/template.ts";
import { composeAdminApi } from "#functions/compose/admin-api.ts";
import { installTemplates } from "#functions/operations/metadata/install-template.ts";
import type { User } from "#functions/ports/user-store.ts";
import type { DemoContext } from "./demo-hook.ts";
import type { DemoUser } from "./demo-users.ts";

interface DemoWorkspace {
  readonly id: string;
  readonly name: string;
  readonly locale: "zh-CN" | "en";
  readonly templates: readonly WorkspaceTemplate["name"][];
}

const workspaces: readonly DemoWorkspace[] = [
  { id: "acme", name: "Acme", locale: "zh-CN", templates: ["sales", "marketing", "service"] },
  { id: "globex", name: "Globex", locale: "en", templates: ["sales"] },
];

const TIME_ZONE = "Asia/Shanghai";

/** Role and team by the local part of the address. */
const positions: Readonly<
  Record<string, { readonly roles: readonly string[]; readonly team: string | null }>
> = {
  admin: { roles: ["admin"], team: null },
  manager: { roles: ["sales_manager"], team: "sales" },
  sales1: { roles: ["sales_rep"], team: "sales" },
  sales2: { roles: ["sales_rep"], team: "sales" },
  marketer: { roles: ["marketer"], team: null },
  service: { roles: ["service_agent"], team: null },
};

/**
 * Fills the two demo workspaces; what is there from an interrupted run is left alone. Returns when counters and search
 * have caught up, so that the first screen shows true totals.
 */
export async function seedDemo(context: DemoContext): Promise<void> {
  await Promise.all(workspaces.map((workspace) => seedWorkspace(context, workspace)));
  await context.drain();
}

async function seedWorkspace(context: DemoContext, workspace: DemoWorkspace): Promise<void> {
  const api = composeAdminApi();
  const people = context.users.filter((user) => user.workspace === workspace.id);
  for (const person of people) await api.userStore.put(workspace.id, userOf(person));
  const pointer = await api.metadataStore.pointer(workspace.id);
  if (!pointer) {
    const { id, name, locale } = workspace;
    await api.metadataStore.createWorkspace({ id, name, locale, timeZone: TIME_ZONE, currency: "CNY" });
  }
  if ((pointer?.version ?? 0) > 0) return seedRecords(context, workspace, people);
  const installed = await installTemplates(api, {
    workspace: workspace.id,
    userId: `${workspace.id}-admin`,
    templates: workspace.templates.map((name) => workspaceTemplates[name]),
  });
  if (!installed.ok) throw new Error(`the demo's metadata is refused: ${JSON.stringify(installed.problems)}`);
  return seedRecords(context, workspace, people);
}

function userOf({ id, email, name, locale }: DemoUser): User {
  const position = positions[email.split("@")[0] ?? ""] ?? { roles: [], team: null };
  return { id, email, name, locale, timeZone: TIME_ZONE, ...position, active: true };
}

async function seedRecords(
  context: DemoContext,
  workspace: DemoWorkspace,
  people: readonly DemoUser[],
): Promise<void> {
  const token = await context.token(`admin@${workspace.id}.test`);
  const call = caller(context.origin, token);
  const existing = (await call("objects/account/query", { limit: 1 })) as {
    readonly items: readonly unknown[];
  };
  if (existing.items.length > 0) return;
  const today = context.clock.now().toISOString().slice(0, 10);
  const ids = new Map<string, string>();
  for (const group of grouped(sampleRecords(today, workspace.templates))) {
    const operations = group.records.map((record) => operation(record, { ids, workspace, people }));
    const answer = (await call(`objects/${group.object}/bulk`, { operations })) as BulkAnswer;
    answer.results.forEach((result, at) => {
      if (result.id === undefined) throw new Error(`a sample record is refused: ${JSON.stringify(result)}`);
      ids.set(group.records[at]?.key ?? "", result.id);
    });
  }
}

interface BulkAnswer {
  readonly results: readonly { readonly status: number; readonly id?: string }[];
}

/** Records of one object after the other, in the given order, so that links point back. */
function grouped(records: readonly SampleRecord[]) {
  const objects = [...new Set(records.map((one) => one.object))];
  return objects.map((object) => ({ object, records: records.filter((one) => one.object === object) }));
}

function operation(
  { owner, values, links }: SampleRecord,
  known: {
    readonly ids: ReadonlyMap<string, string>;
    readonly workspace: DemoWorkspace;
    readonly people: readonly DemoUser[];
  },
) {
  const linked = Object.entries(links).map(([field, key]) => [field, known.ids.get(key)]);
  return { op: "create", ...owned(owner, known), values: { ...values, ...Object.fromEntries(linked) } };
}

function owned(
  owner: string | null,
  known: { readonly workspace: DemoWorkspace; readonly people: readonly DemoUser[] },
) {
  if (owner === null) return {};
  const wanted = `${known.workspace.id}-${owner}`;
  const person = known.people.find((one) => one.id === wanted) ?? known.people.at(-1);
  return { owner: person?.id };
}

function caller(origin: string, token: string) {
  return async (path: string, body: unknown): Promise<unknown> => {
    const response = await fetch(`${origin}/api/v1/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
}
