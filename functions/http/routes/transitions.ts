import { failure, success, type JsonObject, type Result, type TransitionUse } from "#engine";
import { changeRecord } from "../../operations/records/write-record.ts";
import { readTransitions } from "../../operations/transitions/read-transitions.ts";
import { stagePosition } from "../answers/transitions.ts";
import type { ApiContext } from "../context.ts";
import { etag, expectedVersion } from "../preconditions.ts";
import { readShape, wrongKind } from "../read-shape.ts";
import { LONGEST_COMMENT, readTransition } from "../read-transition.ts";
import { ok, refused, type MemberRoute, type RouteTable } from "../route.ts";
import { closed, recordAnswer, recordValues } from "../schemas.ts";

/** Moves of a record through its pipeline. */
export function addTransitionRoutes(table: RouteTable, context: ApiContext): void {
  for (const route of [offered(context), take(context)]) table.add(route);
}

function offered(context: ApiContext): MemberRoute {
  return {
    method: "GET",
    path: "/objects/{object}/records/{id}/transitions",
    access: "member",
    describe: {
      summary: {
        "zh-CN": "记录所处的阶段以及当前可用的流转",
        en: "Where a record stands in its pipeline, and the transitions from there",
      },
      tag: "records",
      answer: stagePosition,
    },
    async handle({ caller, parameters, id: command, locale }) {
      const { object = "", id = "" } = parameters;
      const read = await readTransitions(context, caller, { object, id, command });
      if (!read.ok) return refused(...read.problems);
      const moves = read.value.moves.map((move) => ({
        ...move,
        reasons: move.reasons.map(({ code, pointer, message }) => ({
          code,
          pointer,
          message: message[locale],
        })),
      }));
      return ok({ ...read.value, moves });
    },
  };
}

function take(context: ApiContext): MemberRoute {
  return {
    method: "POST",
    path: "/objects/{object}/records/{id}/transitions/{name}",
    access: "member",
    ifMatch: "required",
    describe: {
      summary: { "zh-CN": "按管道的流转移动记录", en: "Move a record by a transition of its pipeline" },
      tag: "records",
      body: closed(
        {
          values: recordValues,
          checklist: { type: "object", additionalProperties: { type: "boolean" } },
          comment: { type: "string", maxLength: LONGEST_COMMENT },
        },
        [],
      ),
      answer: recordAnswer,
    },
    async handle({ caller, parameters, body, header, id: command }) {
      const version = expectedVersion(header("if-match"));
      if (!version.ok) return refused(...version.problems);
      const { object = "", id = "", name = "" } = parameters;
      const given = readMove(body ?? {}, name);
      if (!given.ok) return refused(...given.problems);
      const request = { ...given.value, object, id, command, expectedVersion: version.value };
      const moved = await changeRecord(context, caller, request);
      return moved.ok ? ok(moved.value, { etag: etag(moved.value.version) }) : refused(...moved.problems);
    },
  };
}

function readMove(
  body: unknown,
  name: string,
): Result<{ readonly values: JsonObject; readonly transition: TransitionUse }> {
  const shape = readShape(body, { optional: ["values", "checklist", "comment"] });
  if (!shape.ok) return shape;
  const { values = {}, ...said } = shape.value;
  if (typeof values !== "object" || values === null || Array.isArray(values))
    return failure(wrongKind("/values", { "zh-CN": "对象", en: "an object" }));
  const transition = readTransition(name, said);
  return transition.ok ? success({ values: values as JsonObject, transition: transition.value }) : transition;
}
