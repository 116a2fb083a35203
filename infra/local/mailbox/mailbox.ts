import { readFileSync } from "node:fs";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { join } from "node:path";
import type { Bus } from "../bus.ts";
import { durationMilliseconds, type VirtualClock } from "../clock.ts";
import type { MailEventName, MailStore } from "../mail-store.ts";
import { answerProblem } from "../problem-answer.ts";
import type { Queues } from "../queue.ts";
import { repositoryFolder } from "../repository.ts";
import type { Ses } from "../ses.ts";
import type { StreamFailure } from "../stream-pump.ts";
import { mailView, oneClickAddress, openPixel, type MailView } from "./mail-view.ts";

export interface MailboxParts {
  readonly origin: () => string;
  readonly mails: MailStore;
  readonly ses: Ses;
  readonly bus: Bus;
  readonly queues: Queues;
  readonly clock: VirtualClock;
  /** Moves virtual time by milliseconds; resolves when everything due has run. */
  readonly advance: (milliseconds: number) => Promise<void>;
  readonly failures: () => readonly StreamFailure[];
  readonly onError: (error: unknown) => void;
}

/** Path of the page and its JSON addresses; only the laptop has it. */
export const MAILBOX_PATH = "/_local";

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const FILES: Readonly<Record<string, readonly [string, string]>> = {
  "/": ["page.html", "text/html; charset=utf-8"],
  "/page.js": ["page.js", "text/javascript; charset=utf-8"],
  "/page.css": ["page.css", "text/css; charset=utf-8"],
};
const MOST_MAILS = 500;

/** The mailbox page, the event log, the queues and the clock. */
export function mailboxListener(parts: MailboxParts): RequestListener {
  return (request, response) => {
    answer(parts, request, response).catch((error: unknown) => {
      parts.onError(error);
      if (!response.headersSent)
        answerProblem(response, { status: 500, title: "Internal error", code: "internal" });
    });
  };
}

type Responder = (exchange: Exchange) => Promise<void>;

interface Exchange {
  readonly parts: MailboxParts;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
}

const ROUTES: Readonly<Record<string, Responder>> = {
  "GET /mail": async ({ parts, response, url }) => {
    const to = url.searchParams.get("to")?.toLowerCase();
    const all = parts.mails.list();
    const found =
      to === undefined ? all : all.filter((mail) => mail.to.some((one) => one.toLowerCase() === to));
    json(response, await Promise.all(found.slice(-MOST_MAILS).map((mail) => mailView(parts.mails, mail))));
  },
  "GET /events": ({ parts, response }) => Promise.resolve(json(response, parts.bus.log())),
  "GET /queues": ({ parts, response }) => Promise.resolve(json(response, queuesBody(parts))),
  "GET /clock": ({ parts, response }) => Promise.resolve(json(response, clockBody(parts))),
  "POST /clock": async ({ parts, request, response }) => {
    const body = await bodyOf(request);
    const milliseconds =
      typeof body["advance"] === "string" ? durationMilliseconds(body["advance"]) : undefined;
    if (milliseconds === undefined) {
      const detail =
        'Send {"advance":"P3D"}: an ISO 8601 duration of weeks, days, hours, minutes, seconds, up to 400 days.';
      return answerProblem(response, { status: 422, title: "No duration", code: "duration", detail });
    }
    await parts.advance(milliseconds);
    json(response, clockBody(parts));
  },
};

async function answer(
  parts: MailboxParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", parts.origin());
  const path = url.pathname.slice(MAILBOX_PATH.length) || "/";
  const method = request.method ?? "GET";
  const file = FILES[path];
  if (file && method === "GET") return page(response, file, url.pathname === MAILBOX_PATH);
  if (isForeign(request, parts.origin())) {
    return answerProblem(response, { status: 403, title: "Not from another site", code: "foreign" });
  }
  const exchange = { parts, request, response, url };
  const route = ROUTES[`${method} ${path}`] ?? (method === "POST" ? actionRoute(path) : undefined);
  if (route) return route(exchange);
  answerProblem(response, { status: 404, title: "Not found", code: "notFound" });
}

/** `/mail/{id}:{action}` and `/queues/{name}:{action}`. */
function actionRoute(path: string): Responder | undefined {
  const [, kind, name = "", action = ""] = /^\/(mail|queues)\/([\w.-]+):(\w+)$/.exec(path) ?? [];
  if (kind === undefined) return undefined;
  return (exchange) => (kind === "mail" ? onMail : onQueue)(exchange, name, action);
}

function page(response: ServerResponse, [name, type]: readonly [string, string], bare: boolean): void {
  if (bare) {
    response.writeHead(307, { location: `${MAILBOX_PATH}/` }).end();
    return;
  }
  const body = readFileSync(join(repositoryFolder(), "infra", "local", "mailbox", name));
  const headers = { "content-type": type, "content-security-policy": POLICY, "cache-control": "no-cache" };
  response.writeHead(200, { ...headers, "x-content-type-options": "nosniff" }).end(body);
}

/** A page of another site may send a form here; a browser then says where it comes from. */
function isForeign(request: IncomingMessage, origin: string): boolean {
  const from = request.headers.origin;
  return request.method !== "GET" && from !== undefined && from !== origin;
}

const EMITTED: Readonly<Record<string, MailEventName>> = { bounce: "Bounce", complaint: "Complaint" };

async function onMail(exchange: Exchange, id: string, action: string): Promise<void> {
  const { parts, response } = exchange;
  const mail = parts.mails.get(id);
  if (!mail) return answerProblem(response, { status: 404, title: "No such mail", code: "notFound" });
  const emitted = EMITTED[action];
  if (emitted) {
    parts.ses.emit(id, emitted);
    return json(response, { done: action });
  }
  const view = await mailView(parts.mails, mail);
  const visit = VISITS[action];
  if (!visit) return answerProblem(response, { status: 404, title: "No such action", code: "notFound" });
  json(response, await visit(exchange, view));
}

type Visit = (exchange: Exchange, view: MailView) => Promise<object>;

/** What a recipient's mail program would request; when the mail has no tracking address, only SES would know. */
const VISITS: Readonly<Record<string, Visit>> = {
  open: async ({ parts }, view) => {
    const pixel = openPixel(view.html, parts.origin());
    if (pixel === undefined) return { done: "open", tracked: parts.ses.emit(view.id, "Open") };
    return tracked(parts, view.id, { type: "Open", url: pixel });
  },
  click: async ({ parts, request }, view) => {
    const body = await bodyOf(request);
    const url =
      typeof body["url"] === "string"
        ? body["url"]
        : view.links.find((link) => isTracked(link, parts.origin()));
    if (url === undefined || !view.links.includes(url))
      return { done: "none", reason: "the mail has no such link" };
    if (!isTracked(url, parts.origin())) return { done: "click", tracked: parts.ses.emit(view.id, "Click") };
    return tracked(parts, view.id, { type: "Click", url });
  },
  unsubscribe: async ({ parts }, view) => {
    const url = oneClickAddress(view.headers);
    if (!url?.startsWith(parts.origin()))
      return { done: "none", reason: "the mail offers no one-click unsubscribe here" };
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const sent = await fetch(url, {
      method: "POST",
      headers,
      body: "List-Unsubscribe=One-Click",
      redirect: "manual",
    });
    return { done: "unsubscribe", status: sent.status };
  },
};

function isTracked(link: string, origin: string): boolean {
  return link.startsWith(`${origin}/c/`);
}

async function tracked(
  parts: MailboxParts,
  id: string,
  event: { type: MailEventName; url: string },
): Promise<object> {
  const headers = { "user-agent": "Mozilla/5.0 (mailbox page)" };
  const visited = await fetch(event.url, { headers, redirect: "manual" });
  await visited.arrayBuffer();
  const before = parts.mails.get(id)?.events ?? [];
  parts.mails.update(id, { events: [...before, { ...event, at: parts.clock.now().toISOString() }] });
  return {
    done: event.type.toLowerCase(),
    status: visited.status,
    location: visited.headers.get("location"),
  };
}

function onQueue({ parts, response }: Exchange, name: string, action: string): Promise<void> {
  const known = parts.queues.has(name) && parts.queues.has(`${name}-dlq`);
  if (!known || action !== "redrive") {
    answerProblem(response, { status: 404, title: "No such queue or action", code: "notFound" });
    return Promise.resolve();
  }
  return Promise.resolve(json(response, { moved: parts.queues.redrive(name) }));
}

function queuesBody(parts: MailboxParts): object {
  const queues = parts.queues.depths().map((depth) => {
    const dead = depth.name.endsWith("-dlq") ? parts.queues.peek(depth.name, 20) : [];
    return { ...depth, messages: dead.map(({ id, body, sentAt }) => ({ id, body, sentAt })) };
  });
  return { queues, streamFailures: parts.failures() };
}

function clockBody(parts: MailboxParts): object {
  return { now: parts.clock.now().toISOString(), aheadSeconds: Math.round(parts.clock.offset() / 1000) };
}

async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  let text = "";
  for await (const chunk of request as AsyncIterable<Buffer>)
    if (text.length < 65_536) text += chunk.toString("utf8");
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}
