import { canUnsubscribe, followLink, notedOpen, unsubscribe } from "../../operations/mail/public-links.ts";
import type { ApiContext } from "../context.ts";
import { notFound } from "../problems.ts";
import { refused, type ApiAnswer, type PublicRoute, type RouteTable } from "../route.ts";

const tag = "public";
const PIXEL = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

/** Links in mails: unsubscribe (RFC 8058), click, open. A link that was changed anywhere is not found. */
export function addPublicLinkRoutes(table: RouteTable, context: ApiContext): void {
  const answer = (done: boolean, good: ApiAnswer): ApiAnswer => (done ? good : refused(notFound));
  const routes: readonly [PublicRoute["method"], string, (token: string) => Promise<ApiAnswer>][] = [
    ["GET", "/u/{token}", async (token) => answer(await canUnsubscribe(context, token), page(ask))],
    ["POST", "/u/{token}", async (token) => answer(await unsubscribe(context, token), page(done))],
    [
      "GET",
      "/c/{token}",
      async (token) => {
        const location = await followLink(context, token);
        return location === null ? refused(notFound) : { status: 302, headers: { location } };
      },
    ],
    [
      "GET",
      "/o/{token}",
      async (token) =>
        answer(await notedOpen(context, token), {
          status: 200,
          content: { type: "image/gif", content: PIXEL, binary: true },
        }),
    ],
  ];
  for (const [method, path, act] of routes) {
    table.add({
      method,
      path,
      access: "public",
      describe: { summary: { "zh-CN": "邮件中的链接", en: "A link in a mail" }, tag },
      handle: ({ parameters }) => act(parameters["token"] ?? ""),
    });
  }
}

const ask =
  '<h1>退订此类邮件？<br>Unsubscribe?</h1><form method="post"><button name="List-Unsubscribe" value="One-Click">退订 / Unsubscribe</button></form>';
const done =
  "<h1>已退订<br>You are unsubscribed</h1><p>您不会再收到此类邮件。You will get no more mail of this kind.</p>";

function page(body: string): ApiAnswer {
  const content = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>退订 / Unsubscribe</title><body>${body}</body></html>`;
  return { status: 200, content: { type: "text/html; charset=utf-8", content } };
}
