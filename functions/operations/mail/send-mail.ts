import { snapshotOf, type EventEnvelope, type Locale, type WorkspaceModel } from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { Logger } from "../../ports/logger.ts";
import type { Mailer, MimeComposer, TemplateRenderer } from "../../ports/mailer.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import type { SendRecord, SendStore } from "../../ports/send-store.ts";
import type { Signer } from "../../ports/signer.ts";
import type { ModelSource } from "../metadata/load-model.ts";
import { engagementEvent } from "./engagement-event.ts";
import { linkToken } from "./links.ts";

export interface SendPorts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly models: ModelSource;
  readonly recordStore: RecordStore;
  readonly sendStore: SendStore;
  readonly signer: Signer;
  readonly mailer: Mailer;
  readonly mimeComposer: MimeComposer;
  readonly templateRenderer: TemplateRenderer;
  /** Sender as in a From header, and the absolute origin of public links. */
  readonly mailFrom: string;
  readonly publicOrigin: string;
}

/** Sends one mail: render, claim (consent and suppression are part of the claim), one attempt, settle. */
export async function sendMail(ports: SendPorts, event: EventEnvelope): Promise<void> {
  const { workspace } = event;
  const send = await ports.sendStore.get(workspace, event.subject.id);
  if (send?.state !== "ready") return;
  const model = await ports.models.current(workspace);
  const rendered = model && (await render(ports, model, send));
  const at = ports.clock.now().toISOString();
  if (!rendered)
    return settled(ports, workspace, { send, from: "ready", to: "failed", reason: "cannot_render" });
  const claimed = await ports.sendStore.claim(workspace, send, at);
  if (claimed === "taken") return;
  if (claimed !== "claimed")
    return settled(ports, workspace, { send, from: "ready", to: "skipped", reason: claimed });
  const outcome = await ports.mailer.send({
    ...{ from: ports.mailFrom, to: send.address, raw: rendered.raw },
    tags: { workspace, send: send.id, run: send.run },
  });
  if (outcome.kind === "accepted") {
    const { messageId } = outcome;
    return settled(ports, workspace, { send, from: "sending", to: "sent", messageId, ...rendered.kept });
  }
  if (outcome.kind === "refused")
    return settled(ports, workspace, { send, from: "sending", to: "failed", reason: outcome.reason });
  ports.logger.warn("a mail was not settled", { workspace, send: send.id, ...outcome });
  if (outcome.kind === "later") {
    await ports.sendStore.settle(workspace, { id: send.id, from: ["sending"], to: "ready" });
  }
}

interface Settlement {
  readonly send: SendRecord;
  readonly from: "ready" | "sending";
  readonly to: "sent" | "failed" | "skipped";
  readonly reason?: string;
  readonly messageId?: string;
  readonly subject?: string;
  readonly links?: readonly string[];
}

async function settled(ports: SendPorts, workspace: string, settlement: Settlement): Promise<void> {
  const { send, from, to, ...patch } = settlement;
  const at = ports.clock.now().toISOString();
  const outbox = engagementEvent({ workspace, send, name: to, at });
  await ports.sendStore.settle(workspace, { id: send.id, from: [from], to, patch, outbox });
}

async function render(ports: SendPorts, model: WorkspaceModel, send: SendRecord) {
  const template = model.templates.get(send.template);
  const object = model.objects.get(send.recipient.object);
  const stored = object && (await ports.recordStore.get(model.workspace.id, object, send.recipient.id));
  if (!template || !object || !stored) return null;
  const locale: Locale = model.workspace.locale;
  const workspace = model.workspace.id;
  const link = (purpose: "unsubscribe" | "open" | "click", number?: number) => {
    const token = linkToken(ports.signer, purpose, {
      ...{ workspace, send: send.id },
      ...(number === undefined ? {} : { link: number }),
    });
    return `${ports.publicOrigin}/${{ unsubscribe: "u", open: "o", click: "c" }[purpose]}/${token}`;
  };
  const unsubscribeUrl = link("unsubscribe");
  const values = {
    record: snapshotOf(object, stored).values,
    workspace: { name: model.workspace.name },
    unsubscribeUrl,
  };
  try {
    const subject = await ports.templateRenderer.render(template.subject[locale], values, false);
    const body = await ports.templateRenderer.render(template.body[locale], values, true);
    const { html, links } = countedLinks(body, unsubscribeUrl, (number) => link("click", number));
    const marketing = send.topic !== null;
    const whole = `${html}${marketing && !body.includes(unsubscribeUrl) ? footer(unsubscribeUrl, locale) : ""}<img src="${link("open")}" width="1" height="1" alt="">`;
    const raw = await ports.mimeComposer.compose({
      ...{
        from: ports.mailFrom,
        to: send.address,
        subject: oneLine(subject),
        html: whole,
        text: textOf(body, unsubscribeUrl),
      },
      headers: marketing
        ? { "List-Unsubscribe": `<${unsubscribeUrl}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" }
        : {},
    });
    return { raw, kept: { subject: oneLine(subject), links } };
  } catch (error) {
    ports.logger.error("a mail template could not be rendered", error, {
      workspace,
      template: send.template,
    });
    return null;
  }
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

function textOf(html: string, url: string): string {
  const text = html.replace(/<\/(p|div|h\d|li)>|<br\s*\/?>/g, "\n").replace(/<[^>]*>/g, "");
  return `${text.trim()}\n\n${url}\n`;
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ").trim();
}
