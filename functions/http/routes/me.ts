import { describeCaller } from "../../operations/access/describe-caller.ts";
import { changeProfile } from "../../operations/access/change-profile.ts";
import type { ApiContext } from "../context.ts";
import { readShape } from "../read-shape.ts";
import { callerAnswer } from "../answers/access.ts";
import { ok, refused, type ApiRequest, type RouteTable } from "../route.ts";
import { closed } from "../schemas.ts";

const tag = "access";
const personSchema = closed(
  {
    id: { type: "string" },
    name: { type: "string" },
    email: { type: "string" },
    team: { type: ["string", "null"] },
    active: { type: "boolean" },
  },
  ["id", "name", "email", "team", "active"],
);

/** The caller, and the people of the workspace. */
export function addMeRoutes(table: RouteTable, context: ApiContext): void {
  table.add({
    method: "GET",
    path: "/me",
    access: "member",
    describe: {
      summary: { "zh-CN": "当前用户及其权限", en: "The caller and what it may do" },
      tag,
      answer: callerAnswer,
    },
    handle: ({ caller }) => Promise.resolve(ok(describeCaller(caller))),
  });
  table.add({
    method: "PATCH",
    path: "/me",
    access: "member",
    describe: {
      summary: { "zh-CN": "修改自己的语言和时区", en: "Change one's own language and time zone" },
      tag,
      body: closed({ locale: { enum: ["zh-CN", "en"] }, timeZone: { type: "string" } }, []),
      answer: callerAnswer,
    },
    handle: (request) => changeMe(context, request),
  });
  table.add({
    method: "GET",
    path: "/users",
    access: "member",
    describe: {
      summary: { "zh-CN": "工作区成员", en: "People of the workspace" },
      tag,
      answer: closed({ items: { type: "array", items: personSchema } }, ["items"]),
    },
    async handle({ caller }) {
      const people = [...(await caller.people()).values()];
      const items = people.map(({ id, name, email, team, active }) => ({ id, name, email, team, active }));
      return ok({ items });
    },
  });
}

async function changeMe(context: ApiContext, { caller, body }: ApiRequest) {
  const shape = readShape(body, { optional: ["locale", "timeZone"] });
  if (!shape.ok) return refused(...shape.problems);
  const changed = await changeProfile(context, caller, shape.value);
  if (!changed.ok) return refused(...changed.problems);
  return ok(describeCaller({ ...caller, user: changed.value }));
}
