import { workspaceTemplates } from "#engine/templates/index.ts";
import { composeAdminApi } from "#functions/compose/admin-api.ts";
import { installTemplates } from "#functions/operations/metadata/install-template.ts";
import type { DemoContext } from "#infra/local/demo-hook.ts";
import { startLocal, type Local, type LocalOptions } from "#infra/local/start.ts";

/** The parts of any answer that these tests look at. */
export interface Answer {
  readonly [key: string]: unknown;
  readonly id: string;
  readonly status: string;
  readonly cursor: string | null;
  readonly items: readonly Answer[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly step: string;
  readonly status: string;
  readonly input: { readonly record?: { readonly values: Readonly<Record<string, unknown>> } };
  readonly result: Readonly<Record<string, unknown>>;
}

export interface Called {
  readonly status: number;
  readonly body: Answer;
  readonly etag: string;
}

/** Calls the API as a person, over HTTP: `GET /me`; `match` is sent as `If-Match`. */
export type Call = (
  target: `${string} ${string}`,
  body?: unknown,
  headers?: { readonly match: string },
) => Promise<Called>;

export const text = (chinese: string, english = chinese) => ({ "zh-CN": chinese, en: english });
export const DAY = 86_400_000;
export const SECOND = 1000;

/** The whole product in memory, with one workspace `acme` of the starter templates and no records. */
export function startWorld(options: LocalOptions = {}): Promise<Local> {
  return startLocal({ seedDemo: seedAcme, ...options });
}

const roles: Readonly<Record<string, string>> = {
  admin: "admin",
  sales1: "sales_rep",
  marketer: "marketer",
};

/** Makes the workspace; one that an interrupted start made already is left alone. */
export async function seedAcme(context: DemoContext): Promise<void> {
  const api = composeAdminApi();
  if (await api.metadataStore.pointer("acme")) return;
  const timeZone = "Asia/Shanghai";
  for (const person of context.users.filter((one) => one.workspace === "acme")) {
    const { id, email, name, locale } = person;
    const role = roles[email.split("@")[0] ?? ""];
    const known = { id, email, name, locale, timeZone, team: null, active: true };
    await api.userStore.put("acme", { ...known, roles: role === undefined ? [] : [role] });
  }
  const settings = { id: "acme", name: "Acme", locale: "zh-CN", timeZone, currency: "CNY" } as const;
  await api.metadataStore.createWorkspace(settings);
  const { sales, marketing } = workspaceTemplates;
  const request = { workspace: "acme", userId: "acme-admin", templates: [sales, marketing] };
  const installed = await installTemplates(api, request);
  if (!installed.ok) throw new Error(JSON.stringify(installed.problems));
}

export async function callerOf(local: Pick<Local, "origin" | "token">, email: string): Promise<Call> {
  return bearer(local.origin, await local.token(email));
}

export function bearer(origin: string, token: string): Call {
  return async (target, body, headers) => {
    const [method = "", path = ""] = target.split(" ");
    const response = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(headers ? { "if-match": headers.match } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const content = await response.text();
    const parsed = (content === "" ? {} : JSON.parse(content)) as Answer;
    return { status: response.status, body: parsed, etag: response.headers.get("etag") ?? "" };
  };
}

/** Publishes documents as a person would: draft, plan, publish. */
export async function publish(
  call: Call,
  documents: readonly { readonly kind: string; readonly body: { readonly apiName: string } }[],
): Promise<void> {
  for (const { kind, body } of documents)
    await good(call(`PUT /metadata/draft/${kind}/${body.apiName}`, body));
  const plan = await good(call("POST /metadata/plan", {}));
  await good(call("POST /metadata/publish", { plan: plan.id }));
}

/** The body of a good answer; any other is an error with what it says. */
export async function good(answer: Promise<Called>): Promise<Answer> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

export async function created(call: Call, object: string, values: object): Promise<Answer> {
  return good(call(`POST /objects/${object}/records`, { values }));
}

export const visit = {
  apiName: "visit",
  label: text("拜访", "Visit"),
  pluralLabel: text("拜访", "Visits"),
  icon: "map-pin",
  nameField: "subject",
  fields: [
    {
      apiName: "subject",
      type: "text",
      label: text("主题", "Subject"),
      required: true,
      settings: { maxLength: 120 },
    },
    {
      apiName: "account",
      type: "relation",
      label: text("客户", "Account"),
      settings: { target: "account", onDelete: "restrict" },
    },
    {
      apiName: "result",
      type: "select",
      label: text("结果", "Result"),
      indexed: true,
      settings: {
        options: [
          { value: "none", label: text("无意向", "None"), color: "neutral" },
          { value: "interested", label: text("有意向", "Interested"), color: "green" },
        ],
      },
    },
    { apiName: "notes", type: "longText", label: text("备注", "Notes") },
  ],
};

export const followUp = {
  apiName: "follow_up",
  label: text("跟进", "Follow up"),
  object: "visit",
  nodes: [
    {
      apiName: "saved",
      type: "record-saved",
      settings: {
        on: ["created", "updated"],
        fields: ["result"],
        condition: 'record.result == "interested"',
        mode: "becomesTrue",
      },
      next: { default: "task" },
    },
    {
      apiName: "task",
      type: "create-record",
      settings: {
        object: "task",
        values: {
          subject: { expression: '"跟进：" + record.subject' },
          account: { expression: "record.account" },
          due_date: { fromNow: "P2D", as: "date" },
        },
        owner: { expression: "record.owner" },
      },
      next: { default: "thanks" },
    },
    {
      apiName: "thanks",
      type: "send-email",
      settings: { template: "visit_thanks", recipient: "account.contact" },
    },
  ],
};

export const onboarding = {
  apiName: "onboarding",
  label: text("入门", "Onboarding"),
  object: "contact",
  nodes: [
    { apiName: "entry", type: "enrolled", settings: {}, next: { default: "welcome" } },
    { apiName: "welcome", type: "send-email", settings: { template: "welcome" }, next: { default: "pause" } },
    { apiName: "pause", type: "wait", settings: { duration: "P3D" }, next: { default: "case" } },
    {
      apiName: "case",
      type: "send-email",
      settings: { template: "case_study" },
      next: { default: "clicked" },
    },
    {
      apiName: "clicked",
      type: "branch",
      settings: { branches: [{ name: "yes", condition: "steps.welcome.clicked" }] },
      next: { yes: "tell" },
    },
    {
      apiName: "tell",
      type: "notify",
      settings: { message: text("{{ record.name }} 点击了欢迎邮件", "{{ record.name }} clicked") },
    },
  ],
};
