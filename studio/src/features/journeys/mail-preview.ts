import type { FieldDefinition, LocalizedText, TemplateDefinition } from "#engine";

const PLACEHOLDER = /\{\{\s*(?:record\.)?([A-Za-z0-9_.]+)\s*(?:\|[^}]*)?\}\}/g;
const TAG = /\{%[^%]*%\}/g;

/**
 * A page that shows a mail with sample values in place of its variables; conditions and loops of Liquid are left out,
 * the server renders them. Scripts do not run: the page is for a sandboxed frame.
 */
export function previewPage(
  template: TemplateDefinition,
  locale: "zh-CN" | "en",
  sample: { readonly fields: readonly FieldDefinition[]; readonly unsubscribe: string },
): string {
  const body = filled(template.body[locale], locale, sample.fields);
  const footer =
    template.topic === undefined || template.body[locale].includes("unsubscribeUrl")
      ? ""
      : `<p style="margin-top:32px;font-size:12px;color:#52525b"><u>${escaped(sample.unsubscribe)}</u></p>`;
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><style>body{margin:0;padding:24px;font:14px/1.6 -apple-system,"Segoe UI","PingFang SC","Microsoft YaHei",sans-serif;color:#18181b;background:#fff;overflow-wrap:anywhere}img{max-width:100%}</style></head><body>${body}${footer}</body></html>`;
}

/** The subject with sample values. */
export function previewSubject(
  template: TemplateDefinition,
  locale: "zh-CN" | "en",
  fields: readonly FieldDefinition[],
): string {
  return template.subject[locale]
    .replace(TAG, "")
    .replace(PLACEHOLDER, (_, path: string) => sampleOf(path, locale, fields));
}

function filled(html: string, locale: "zh-CN" | "en", fields: readonly FieldDefinition[]): string {
  return html
    .replace(TAG, "")
    .replace(PLACEHOLDER, (_, path: string) => `<mark>${escaped(sampleOf(path, locale, fields))}</mark>`);
}

function sampleOf(path: string, locale: "zh-CN" | "en", fields: readonly FieldDefinition[]): string {
  const label: LocalizedText | undefined = fields.find((one) => one.apiName === path)?.label;
  return label?.[locale] ?? path;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
