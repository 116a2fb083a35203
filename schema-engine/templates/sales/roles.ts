import { t, type TemplateBody } from "../template.ts";

const all = { create: true, read: true, update: true, delete: true } as const;

export const roles: readonly TemplateBody[] = [
  {
    apiName: "admin",
    label: t("管理员", "Administrator"),
    capabilities: ["metadata.manage", "journeys.run", "imports.run", "runs.read", "users.manage"],
    objects: { "*": { ...all, scope: "all" } },
  },
  {
    apiName: "sales_manager",
    label: t("销售经理", "Sales manager"),
    capabilities: ["imports.run", "runs.read"],
    objects: { "*": { ...all, scope: "all" } },
  },
  {
    apiName: "sales_rep",
    label: t("销售代表", "Sales representative"),
    capabilities: ["imports.run", "runs.read"],
    objects: {
      "*": { ...all, delete: false, scope: "team" },
      account: { ...all, delete: false, scope: "all" },
      contact: { ...all, delete: false, scope: "all" },
    },
  },
];
