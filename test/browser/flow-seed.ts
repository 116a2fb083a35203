import type { Product } from "./product.ts";

const workflow = {
  apiName: "remind",
  label: { "zh-CN": "提醒负责人", en: "Remind the owner" },
  object: "deal",
  active: true,
  nodes: [
    {
      apiName: "start",
      type: "record-saved",
      settings: { on: ["updated"], mode: "everyChange" },
      next: { default: "tell" },
    },
    {
      apiName: "tell",
      type: "notify",
      settings: { message: { "zh-CN": "商机有变化", en: "A deal has changed" } },
    },
  ],
};

const journey = {
  apiName: "greet",
  label: { "zh-CN": "欢迎新客", en: "Greet" },
  object: "contact",
  active: true,
  nodes: [
    { apiName: "start", type: "enrolled", settings: {}, next: { default: "welcome" } },
    { apiName: "welcome", type: "send-email", settings: { template: "welcome" } },
  ],
};

/** A workflow with a run and a journey, so that their screens have something to show; a change is left unpublished. */
export async function seedFlows(product: Product): Promise<void> {
  const call = caller(product);
  await call("PUT", "metadata/draft/workflow/remind", workflow);
  await call("PUT", "metadata/draft/journey/greet", journey);
  const { id: plan } = (await call("POST", "metadata/plan", {})) as { readonly id: string };
  await call("POST", "metadata/publish", { plan });
  await call("PATCH", `objects/deal/records/${await idOf(product, "deal")}`, { values: { notes: "已联系" } });
  await call("PUT", "metadata/draft/workflow/remind", { ...workflow, active: false });
}

/** Id of the first deal, or of the latest run; empty while there is none. */
export async function idOf(product: Product, what: "deal" | "run"): Promise<string> {
  const call = caller(product);
  const body = { filter: { field: "external_id", op: "eq", value: "S1001" }, limit: 1 };
  const answer =
    what === "deal"
      ? await call("POST", "objects/deal/query", body)
      : await call("GET", "workflows/remind/runs");
  return (answer as { readonly items: readonly { readonly id: string }[] }).items[0]?.id ?? "";
}

function caller(product: Product) {
  return async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${product.origin}/api/v1/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await product.token("admin")}`,
        "content-type": "application/json",
        ...(method === "PATCH" ? { "if-match": "*" } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
}
