import { marketingTemplate } from "./marketing/index.ts";
import { salesTemplate } from "./sales/index.ts";
import { serviceTemplate } from "./service/index.ts";
import type { WorkspaceTemplate } from "./template.ts";

export type { WorkspaceTemplate } from "./template.ts";

/** Ready-made templates by name; `marketing` and `service` build on the objects of `sales`. */
export const workspaceTemplates: Readonly<Record<WorkspaceTemplate["name"], WorkspaceTemplate>> = {
  sales: salesTemplate,
  marketing: marketingTemplate,
  service: serviceTemplate,
};
