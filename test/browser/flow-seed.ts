import { callsOf } from "./api-calls.ts";
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
  const call = callsOf(product);
  await call("PUT", "metadata/draft/workflow/remind", workflow);
  await call("PUT", "metadata/draft/journey/greet", journey);
  const { id: plan } = (await call("POST", "metadata/plan", {})) as { readonly id: string };
  await call("POST", "metadata/publish", { plan });
  await call("PATCH", `objects/deal/records/${await idOf(product, "deal")}`, { values: { notes: "已联系" } });
  await call("PUT", "metadata/draft/workflow/remind", { ...workflow, active: false });
}

/** Id of the first deal, or of the latest run; empty while there is none. */
export async function idOf(product: Product, what: "deal" | "run"): Promise<string> {
  const call = callsOf(product);
  const body = { filter: { field: "external_id", op: "eq", value: "S1001" }, limit: 1 };
  const answer =
    what === "deal"
      ? await call("POST", "objects/deal/query", body)
      : await call("GET", "workflows/remind/runs");
  return (answer as { readonly items: readonly { readonly id: string }[] }).items[0]?.id ?? "";
}
