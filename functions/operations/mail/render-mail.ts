import { snapshotOf, type Locale, type WorkspaceModel } from "#engine";
import type { Logger } from "../../ports/logger.ts";
import type { MimeComposer, TemplateRenderer } from "../../ports/mailer.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import type { SendRecord } from "../../ports/send-store.ts";
import type { Signer } from "../../ports/signer.ts";
import { linkToken, type LinkPurpose } from "./links.ts";

export interface RenderPorts {
  readonly logger: Logger;
  readonly recordStore: RecordStore;
  readonly signer: Signer;
  readonly mimeComposer: MimeComposer;
  readonly templateRenderer: TemplateRenderer;
  /** Sender as in a From header, and the absolute origin of public links. */
  readonly mailFrom: string;
  readonly publicOrigin: string;
}

/** A mail ready to leave, and what is kept of it with its send. */
export interface RenderedMail {
  readonly raw: Uint8Array;
  readonly kept: { readonly subject: string; readonly links: readonly string[] };
}

/** Fills the template with the recipient as it is now; null: record or template are gone, or it cannot be filled. */
export async function renderMail(
  ports: RenderPorts,
  model: WorkspaceModel | null,
  send: SendRecord,
): Promise<RenderedMail | null> {
  const template = model?.templates.get(send.template);
  const object = model?.objects.get(send.recipient.object);
  const stored =
    model && object && (await ports.recordStore.get(model.workspace.id, object, send.recipient.id));
  if (!model || !template || !stored) return null;
  const locale: Locale = model.workspace.locale;
  const link = links(ports, model.workspace.id, send);
  const values = {
    record: snapshotOf(object, stored).values,
    workspace: { name: model.workspace.name },
    unsubscribeUrl: link("unsubscribe"),
  };
  try {
    const { subject, body } = template;
    const filled = {
      subject: oneLine(await ports.templateRenderer.render(subject[locale], values, false)),
      body: await ports.templateRenderer.render(body[locale], values, true),
    };
    return await compose(ports, { ...filled, send, link, locale });
  } catch (error) {
    const { id: workspace } = model.workspace;
    ports.logger.error("a mail template could not be rendered", error, {
      workspace,
      template: send.template,
    });
    return null;
  }
}

type Link = (purpose: LinkPurpose, number?: number) => string;

const paths: Readonly<Record<LinkPurpose, string>> = { unsubscribe: "u", open: "o", click: "c" };

function links({ signer, publicOrigin }: RenderPorts, workspace: string, send: SendRecord): Link {
  return (purpose, number) => {
    const target = { workspace, send: send.id, ...(number === undefined ? {} : { link: number }) };
    return `${publicOrigin}/${paths[purpose]}/${linkToken(signer, purpose, target)}`;
  };
}

/** Marketing mail, which has a topic, offers to unsubscribe: in its headers (RFC 8058) and in its text. */
async function compose(
  ports: RenderPorts,
  mail: {
    readonly subject: string;
    readonly body: string;
    readonly send: SendRecord;
    readonly link: Link;
    readonly locale: Locale;
  },
): Promise<RenderedMail> {
  const { subject, body, send, link, locale } = mail;
  const unsubscribe = link("unsubscribe");
  const { html, links } = countedLinks(body, unsubscribe, (number) => link("click", number));
  const marketing = send.topic !== null;
  const foot = marketing && !body.includes(unsubscribe) ? footer(unsubscribe, locale) : "";
  const raw = await ports.mimeComposer.compose({
    from: ports.mailFrom,
    to: send.address,
    subject,
    html: `${html}${foot}<img src="${link("open")}" width="1" height="1" alt="">`,
    text: textOf(body) + (marketing ? `\n${unsubscribe}\n` : ""),
    headers: marketing ? oneClick(unsubscribe) : {},
  });
  return { raw, kept: { subject, links } };
}

function oneClick(url: string): Readonly<Record<string, string>> {
  return { "List-Unsubscribe": `<${url}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
}

/** Links of the body lead over the counter; only http(s) ones, so that a stored target is safe to redirect to. */
function countedLinks(body: string, own: string, counter: (number: number) => string) {
  const links: string[] = [];
  const html = body.replace(/href="(https?:\/\/[^"]+)"/g, (whole, target: string) => {
    const plain = target.replaceAll("&amp;", "&");
    if (plain === own) return whole;
    links.push(plain);
    return `href="${counter(links.length - 1)}"`;
  });
  return { html, links };
}

function footer(url: string, locale: Locale): string {
  const words = locale === "en" ? "Unsubscribe" : "退订";
  return `<p style="font-size:12px"><a href="${url}">${words}</a></p>`;
}

function textOf(html: string): string {
  const text = html.replace(/<\/(p|div|h\d|li)>|<br\s*\/?>/g, "\n").replace(/<[^>]*>/g, "");
  return `${text.trim()}\n`;
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ").trim();
}
