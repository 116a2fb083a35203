import type { Calls } from "./api-calls.ts";

/** Accounts of the table; the first `WITHOUT_PHONE` have none. */
export const ACCOUNTS = 500;
export const WITHOUT_PHONE = 37;

/** Cities that are no option later, of accounts that have a phone. */
export const ODD_CITIES: readonly string[] = ["火星基地", "待确认", "海上平台"];
const FIRST_ODD = 100;
const cities = ["北京", "上海", "广州", "深圳", "成都"];

/** Name of an account of the table, from 1. */
export function accountName(number: number): string {
  return `样例客户 ${String(number).padStart(3, "0")}`;
}

/** Names of the accounts whose city will be no option. */
export const oddAccounts = ODD_CITIES.map((_, at) => accountName(FIRST_ODD + at));

/** The table as a spreadsheet program writes it. */
export function accountTable(): Buffer {
  const rows = Array.from({ length: ACCOUNTS }, (_, at) => {
    const number = at + 1;
    const phone = number <= WITHOUT_PHONE ? "" : `+86138${String(10_000_000 + number)}`;
    const city = ODD_CITIES[number - FIRST_ODD] ?? cities[at % cities.length] ?? "";
    return [accountName(number), `M${number}`, phone, `https://customer-${number}.example`, city].join(",");
  });
  return Buffer.from(`\uFEFF${["客户名称,客户编号,电话,网站,城市", ...rows].join("\r\n")}\r\n`);
}

const label = (zh: string, en: string) => ({ "zh-CN": zh, en });

export const WRONG_SITE = "网站必须使用 https。";

/** A view, a rule and a workflow that use the field 网站. */
export async function publishUses(call: Calls): Promise<void> {
  const documents = [
    {
      kind: "view",
      apiName: "account_sites",
      body: {
        ...{ object: "account", label: label("有网站的客户", "Accounts with a website"), display: "list" },
        columns: ["name", "website", "city", "phone"],
        filter: { field: "website", op: "isNotEmpty" },
      },
    },
    {
      kind: "rule",
      apiName: "site_is_safe",
      body: {
        ...{ object: "account", label: label("网站安全", "Website is safe") },
        must: 'record.website == null || record.website.startsWith("https://")',
        message: label(WRONG_SITE, "A website has to use https."),
        fields: ["website"],
      },
    },
    {
      kind: "workflow",
      apiName: "site_watch",
      body: {
        ...{ object: "account", label: label("网站变化", "Website changed"), active: true },
        nodes: [
          {
            ...{ apiName: "start", type: "record-saved", next: { default: "tell" } },
            settings: {
              on: ["updated"],
              mode: "everyChange",
              condition: 'record.website.contains("watched")',
            },
          },
          {
            ...{ apiName: "tell", type: "notify" },
            settings: { message: label("新网站 {{ record.website }}", "New website {{ record.website }}") },
          },
        ],
      },
    },
  ];
  for (const { kind, apiName, body } of documents)
    await call("PUT", `metadata/draft/${kind}/${apiName}`, { apiName, ...body });
  const plan = await call<{ readonly id: string }>("POST", "metadata/plan", {});
  await call("POST", "metadata/publish", { plan: plan.id });
}

interface Account {
  readonly id: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The accounts with these names, as the API answers, in the order given. */
export async function accountsNamed(call: Calls, names: readonly string[]): Promise<readonly Account[]> {
  const answer = await call<{ readonly items: readonly Account[] }>("POST", "objects/account/query", {
    filter: { field: "name", op: "in", value: names },
    limit: 50,
  });
  return names.flatMap((name) => answer.items.find((one) => one.values["name"] === name) ?? []);
}

/** How many accounts satisfy a filter; all without one. */
export async function countAccounts(call: Calls, filter?: object): Promise<number> {
  const answer = await call<{ readonly groups: readonly { readonly count: number }[] }>(
    "POST",
    "objects/account/aggregate",
    { ...(filter ? { filter } : {}), groupBy: [], measures: [{ fn: "count" }] },
  );
  return answer.groups[0]?.count ?? 0;
}

/** Every city that an account has and that shall be an option, as lines for the designer. */
export async function cityLines(call: Calls): Promise<string> {
  const { groups } = await call<{
    readonly groups: readonly { readonly key: { readonly city: string | null } }[];
  }>("POST", "objects/account/aggregate", { groupBy: ["city"], measures: [{ fn: "count" }] });
  const names = groups.flatMap(({ key }) => key.city ?? []).filter((one) => !ODD_CITIES.includes(one));
  return names.map((name, at) => `${name} | City ${at + 1} | city_${at + 1}`).join("\n");
}

/** A published document of the workspace. */
export async function published(call: Calls, kind: string, apiName: string): Promise<unknown> {
  const { documents } = await call<{
    readonly documents: readonly {
      readonly kind: string;
      readonly apiName: string;
      readonly body: unknown;
    }[];
  }>("GET", "metadata");
  return documents.find((one) => one.kind === kind && one.apiName === apiName)?.body;
}
