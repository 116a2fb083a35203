import { documents as marketing } from "./marketing/documents.generated.ts";
import { documents as sales } from "./sales/documents.generated.ts";
import { documents as service } from "./service/documents.generated.ts";
import { documentsOf, type WorkspaceTemplate } from "./template.ts";

export type { WorkspaceTemplate } from "./template.ts";

/** Ready-made templates by name; `marketing` and `service` build on the objects of `sales`. */
export const workspaceTemplates: Readonly<Record<WorkspaceTemplate["name"], WorkspaceTemplate>> = {
  sales: { name: "sales", label: { "zh-CN": "销售", en: "Sales" }, documents: documentsOf(sales) },
  marketing: {
    name: "marketing",
    label: { "zh-CN": "市场", en: "Marketing" },
    needs: ["sales"],
    documents: documentsOf(marketing),
  },
  service: {
    name: "service",
    label: { "zh-CN": "服务", en: "Service" },
    needs: ["sales"],
    documents: documentsOf(service),
  },
};
