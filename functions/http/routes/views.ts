import { arrangeViews, preferencesSchema } from "../../operations/views/arrange-views.ts";
import { listedView, listViews } from "../../operations/views/list-views.ts";
import { createView, updateView } from "../../operations/views/save-view.ts";
import type { PrivateView } from "../../ports/view-store.ts";
import { listedView as listedViewAnswer, viewBody, viewList } from "../answers/views.ts";
import type { AdminContext } from "../context.ts";
import { etag, expectedVersion } from "../preconditions.ts";
import { notFound } from "../problems.ts";
import { noContent, ok, refused, type ApiAnswer, type ApiRequest, type RouteTable } from "../route.ts";

const tag = "views";

/** Views that people keep for themselves. */
export function addViewRoutes(table: RouteTable, context: AdminContext): void {
  addReading(table, context);
  addWriting(table, context);
}

function addReading(table: RouteTable, context: AdminContext): void {
  table.add({
    method: "GET",
    path: "/views",
    access: "member",
    describe: {
      summary: { "zh-CN": "我的视图、收藏和顺序", en: "My own views, favourites and order" },
      tag,
      answer: viewList,
    },
    handle: async ({ caller }) => ok(await listViews(context, caller)),
  });
  table.add({
    method: "PUT",
    path: "/views:arrange",
    access: "member",
    describe: {
      summary: { "zh-CN": "收藏并排列视图", en: "Favourites and order of views" },
      tag,
      body: preferencesSchema,
      answer: preferencesSchema,
    },
    async handle({ caller, body }) {
      const arranged = await arrangeViews(context, caller, body);
      return arranged.ok ? ok(arranged.value) : refused(...arranged.problems);
    },
  });
}

function addWriting(table: RouteTable, context: AdminContext): void {
  table.add({
    method: "POST",
    path: "/views",
    access: "member",
    creates: true,
    describe: {
      summary: { "zh-CN": "保存为我的视图", en: "Keep a view for oneself" },
      tag,
      body: viewBody,
      answer: listedViewAnswer,
      status: 201,
    },
    async handle({ caller, body }) {
      const made = await createView(context, caller, body);
      return made.ok ? answer(caller, made.value, 201) : refused(...made.problems);
    },
  });
  table.add({
    method: "PUT",
    path: "/views/{id}",
    access: "member",
    ifMatch: "required",
    describe: {
      summary: { "zh-CN": "修改我的视图", en: "Change a view of one's own" },
      tag,
      body: viewBody,
      answer: listedViewAnswer,
    },
    handle: (request) => change(context, request),
  });
  table.add({
    method: "DELETE",
    path: "/views/{id}",
    access: "member",
    describe: { summary: { "zh-CN": "删除我的视图", en: "Delete a view of one's own" }, tag, status: 204 },
    async handle({ caller, parameters }) {
      const { id = "" } = parameters;
      const { workspace, user } = caller;
      if (!(await context.viewStore.get(workspace, user.id, id))) return refused(notFound);
      await context.viewStore.delete(workspace, user.id, id);
      return noContent;
    },
  });
}

async function change(
  context: AdminContext,
  { caller, body, parameters, header }: ApiRequest,
): Promise<ApiAnswer> {
  const expected = expectedVersion(header("if-match"));
  if (!expected.ok) return refused(...expected.problems);
  const saved = await updateView(context, caller, {
    id: parameters["id"] ?? "",
    body,
    expected: expected.value,
  });
  return saved.ok ? answer(caller, saved.value, 200) : refused(...saved.problems);
}

function answer(caller: ApiRequest["caller"], view: PrivateView, status: number): ApiAnswer {
  return { status, headers: { etag: etag(view.version) }, body: listedView(caller, view) };
}
