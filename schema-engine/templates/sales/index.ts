import { t, type WorkspaceTemplate } from "../template.ts";
import { account, activity, contact, deal, task } from "./objects.ts";
import { roles } from "./roles.ts";
import { dealPipeline, rules } from "./rules.ts";
import { views } from "./views.ts";

export const salesTemplate: WorkspaceTemplate = {
  name: "sales",
  label: t("销售", "Sales"),
  documents: [
    ...[account, contact, deal, task, activity].map((body) => ({ kind: "object", body })),
    { kind: "pipeline", body: dealPipeline },
    ...rules.map((body) => ({ kind: "rule", body })),
    ...views.map((body) => ({ kind: "view", body })),
    ...roles.map((body) => ({ kind: "role", body })),
  ],
};
