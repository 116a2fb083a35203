import PostalMime from "postal-mime";
import type { MailEvent, MailStore, StoredMail } from "../mail-store.ts";
import { mimeHeaders } from "../mime-headers.ts";

/** A mail as `GET /_local/mail` shows it. */
export interface MailView {
  readonly id: string;
  readonly to: readonly string[];
  readonly from: string;
  readonly subject: string;
  /** By name in the case of the message; several of one name are joined by a line break. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly html: string;
  readonly text: string;
  /** Addresses of the links of the HTML part, else of the text, in order, each once. */
  readonly links: readonly string[];
  /** RFC 3339 on the virtual clock. */
  readonly at: string;
  readonly events: readonly MailEvent[];
}

/** Reads a kept mail's content. */
export async function mailView(mails: MailStore, mail: StoredMail): Promise<MailView> {
  const raw = mails.raw(mail.id);
  const parsed = await PostalMime.parse(raw);
  const html = parsed.html ?? "";
  const text = parsed.text ?? "";
  const { id, to, from, tags, at, events } = mail;
  const headers: Record<string, string> = {};
  for (const { name, value } of mimeHeaders(raw)) {
    headers[name] = headers[name] === undefined ? value : `${headers[name]}\n${value}`;
  }
  return {
    id,
    to,
    from,
    subject: parsed.subject ?? "",
    headers,
    tags,
    html,
    text,
    links: links(html, text),
    at,
    events,
  };
}

/** Address of the pixel that tells of an opening, when the mail has one. */
export function openPixel(html: string, origin: string): string | undefined {
  return attributes(html, "img", "src").find((source) => source.startsWith(`${origin}/o/`));
}

/** Address to which one-click unsubscribing posts (RFC 8058), when the mail offers it. */
export function oneClickAddress(headers: Readonly<Record<string, string>>): string | undefined {
  const value = (name: string) =>
    Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1] ?? "";
  if (!/List-Unsubscribe=One-Click/i.test(value("list-unsubscribe-post"))) return undefined;
  return /<(https?:[^>]+)>/i.exec(value("list-unsubscribe"))?.[1];
}

function links(html: string, text: string): string[] {
  const found = html === "" ? (text.match(/https?:\/\/[^\s<>")]+/g) ?? []) : attributes(html, "a", "href");
  return [...new Set(found.filter((link) => /^https?:/i.test(link)))];
}

function attributes(html: string, element: string, name: string): string[] {
  const pattern = new RegExp(
    `<${element}\\b[^>]*?\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`,
    "gi",
  );
  return [...html.matchAll(pattern)].map((match) => unescaped(match[1] ?? match[2] ?? match[3] ?? ""));
}

function unescaped(text: string): string {
  const names: Readonly<Record<string, string>> = { amp: "&", quot: '"', lt: "<", gt: ">", "#39": "'" };
  return text.replace(/&(amp|quot|lt|gt|#39);/g, (_all, name: string) => names[name] ?? "");
}
