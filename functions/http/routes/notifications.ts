import { notFound } from "../problems.ts";
import type { ApiContext } from "../context.ts";
import { noContent, ok, refused, type RouteTable } from "../route.ts";
import { anyObject } from "../schemas.ts";

const tag = "notifications";
const PAGE = 50;

/** What a person was told. */
export function addNotificationRoutes(table: RouteTable, { notificationStore }: ApiContext): void {
  table.add({
    method: "GET",
    path: "/notifications",
    access: "member",
    describe: {
      summary: { "zh-CN": "我的通知", en: "My notifications" },
      tag,
      query: [
        { name: "cursor", schema: { type: "string" } },
        { name: "limit", schema: { type: "integer" } },
      ],
      answer: anyObject,
    },
    async handle({ caller, query }) {
      const user = caller.user.id;
      const limit = Math.min(Math.max(Number(query.get("limit") ?? PAGE) || PAGE, 1), 100);
      const position = query.get("cursor") ?? null;
      const [page, unread] = await Promise.all([
        notificationStore.list(caller.workspace, { user, limit, position }),
        notificationStore.unread(caller.workspace, user),
      ]);
      const items = page.items.map(({ id, at, message, about, read }) => ({ id, at, message, about, read }));
      return ok({ items, unread, cursor: page.position });
    },
  });
  table.add({
    method: "POST",
    path: "/notifications/{id}:read",
    access: "member",
    describe: { summary: { "zh-CN": "标为已读", en: "Mark as read" }, tag, status: 204 },
    async handle({ caller, parameters }) {
      const found = await notificationStore.markRead(
        caller.workspace,
        caller.user.id,
        parameters["id"] ?? "",
      );
      return found ? noContent : refused(notFound);
    },
  });
}
