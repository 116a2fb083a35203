import type { Json } from "../contract/json.ts";
import type { LocalizedText } from "../contract/problem.ts";

/** A ready-made piece of a CRM: metadata documents as an admin could have written them, without ids. */
export interface WorkspaceTemplate {
  readonly name: "sales" | "marketing" | "service";
  readonly label: LocalizedText;
  /** Names of the templates whose objects it builds on; installed before or with it. Default none. */
  readonly needs?: readonly WorkspaceTemplate["name"][];
  readonly documents: readonly { readonly kind: string; readonly body: TemplateBody }[];
}

export type TemplateBody = { readonly apiName: string } & { readonly [key: string]: Json | object };

/** A file of a template's folder, `<kind>/<apiName>.json`; `$schema` is for editors and no part of the document. */
export interface DocumentFile {
  readonly kind: string;
  readonly file: TemplateBody & { readonly $schema: string };
}

/** The documents that the files hold. */
export function documentsOf(files: readonly DocumentFile[]): WorkspaceTemplate["documents"] {
  return files.map(({ kind, file: { $schema: _forEditors, ...body } }) => ({
    kind,
    body: body as TemplateBody,
  }));
}
