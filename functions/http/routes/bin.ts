import { failure, success, type Result } from "#engine";
import { listBin } from "../../operations/bin/list-bin.ts";
import { purgeRecords, startPurge } from "../../operations/bin/purge-records.ts";
import { restoreMany } from "../../operations/bin/restore-many.ts";
import { binOutcomes, binPage } from "../answers/bulk-jobs.ts";
import { job as jobAnswer } from "../answers/jobs.ts";
import type { AdminContext } from "../context.ts";
import { pageQuery, readPage } from "../read-page.ts";
import { readShape, wrongKind } from "../read-shape.ts";
import { ok, refused, type MemberRoute, type RouteTable } from "../route.ts";
import { closed } from "../schemas.ts";
import { withTold } from "./bulk-jobs.ts";
import { accepted } from "./jobs.ts";

const tag = "records";
const MOST_IDS = 100;
const idList = { type: "array", items: { type: "string" }, minItems: 1, maxItems: MOST_IDS };

/** Deleted records, for thirty days. */
export function addBinRoutes(table: RouteTable, context: AdminContext): void {
  for (const route of [list(context), restore(context), purge(context)]) table.add(route);
}

function list(context: AdminContext): MemberRoute {
  return {
    method: "GET",
    path: "/objects/{object}/bin",
    access: "member",
    describe: {
      summary: { "zh-CN": "回收站，最近删除的在前", en: "The bin, the last deleted first" },
      tag,
      query: [...pageQuery, { name: "q", schema: { type: "string", maxLength: 200 } }],
      answer: binPage,
    },
    async handle({ caller, parameters, query }) {
      const page = readPage(query);
      if (!page.ok) return refused(...page.problems);
      const { object = "" } = parameters;
      const startsWith = (query.get("q") ?? "").trim();
      const found = await listBin(context, caller, { ...page.value, object, startsWith });
      return found.ok ? ok(found.value) : refused(...found.problems);
    },
  };
}

function restore(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/objects/{object}/bin:restore",
    access: "member",
    describe: {
      summary: { "zh-CN": "从回收站恢复多条记录", en: "Bring records back from the bin" },
      tag,
      body: closed({ ids: idList }, ["ids"]),
      answer: binOutcomes,
    },
    async handle({ caller, parameters, body, id: command }) {
      const shape = readShape(body, { required: ["ids"] });
      if (!shape.ok) return refused(...shape.problems);
      const ids = readIds(shape.value["ids"]);
      if (!ids.ok) return refused(...ids.problems);
      const { object = "" } = parameters;
      const done = await restoreMany(context, caller, { object, ids: ids.value, command });
      return done.ok ? ok({ items: done.value.map(withTold) }) : refused(...done.problems);
    },
  };
}

function purge(context: AdminContext): MemberRoute {
  return {
    method: "POST",
    path: "/objects/{object}/bin:purge",
    access: ["metadata.manage"],
    describe: {
      summary: { "zh-CN": "彻底删除回收站中的记录", en: "Remove records of the bin for good" },
      tag,
      body: closed({ ids: idList, all: { const: true } }, []),
      answer: binOutcomes,
      other: { 202: jobAnswer },
    },
    async handle({ caller, parameters, body }) {
      const shape = readShape(body, { optional: ["ids", "all"] });
      if (!shape.ok) return refused(...shape.problems);
      const { object = "" } = parameters;
      if (shape.value["all"] === true && shape.value["ids"] === undefined) {
        const started = await startPurge(context, caller, object);
        return started.ok ? accepted(started.value) : refused(...started.problems);
      }
      const ids = readIds(shape.value["ids"]);
      if (!ids.ok) return refused(...ids.problems);
      const done = await purgeRecords(context, caller, { object, ids: ids.value });
      return done.ok ? ok({ items: done.value.map(withTold) }) : refused(...done.problems);
    },
  };
}

function readIds(given: unknown): Result<readonly string[]> {
  const isList = Array.isArray(given) && given.length > 0 && given.length <= MOST_IDS;
  if (!isList || !given.every((id) => typeof id === "string" && /^[A-Za-z0-9_-]{1,64}$/.test(id)))
    return failure(
      wrongKind("/ids", {
        "zh-CN": `1–${String(MOST_IDS)} 个记录编号`,
        en: `1–${String(MOST_IDS)} record ids`,
      }),
    );
  return success([...new Set(given as string[])]);
}
