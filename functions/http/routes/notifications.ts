import { listNotifications } from "../../operations/notifications/list-notifications.ts";
import { notificationPage } from "../answers/automation.ts";
import { notFound } from "../problems.ts";
import type { ApiContext } from "../context.ts";
import { pageQuery, readPage } from "../read-page.ts";
import { noContent, ok, refused, type RouteTable } from "../route.ts";

const tag = "notifications";

/** What a person was told. */
export function addNotificationRoutes(table: RouteTable, context: ApiContext): void {
  const { notificationStore } = context;
  table.add({
    method: "GET",
    path: "/notifications",
    access: "member",
    describe: {
      summary: { "zh-CN": "我的通知", en: "My notifications" },
      tag,
      query: pageQuery,
      answer: notificationPage,
    },
    async handle({ caller, query }) {
      const page = readPage(query);
      if (!page.ok) return refused(...page.problems);
      const listed = await listNotifications(context, caller, page.value);
      return listed.ok ? ok(listed.value) : refused(...listed.problems);
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
