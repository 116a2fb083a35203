import type { Json } from "../contract/json.ts";
import type { LocalizedText } from "../contract/problem.ts";

/** A ready-made piece of a CRM: metadata documents as an admin could have written them, without ids. */
export interface WorkspaceTemplate {
  readonly name: "sales" | "marketing" | "service";
  readonly label: LocalizedText;
  readonly documents: readonly { readonly kind: string; readonly body: TemplateBody }[];
}

export type TemplateBody = { readonly apiName: string } & { readonly [key: string]: Json | object };

/** `t("客户", "Account")`: a text in both languages. */
export function t(zh: string, en: string): LocalizedText {
  return { "zh-CN": zh, en };
}

/** An option of a select field. */
export function option(value: string, label: LocalizedText, color = "neutral") {
  return { value, label, color };
}
