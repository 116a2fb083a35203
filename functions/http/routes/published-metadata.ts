import { visibleDocuments } from "../../operations/metadata/read-metadata.ts";
import { publishedMetadata } from "../answers/access.ts";
import type { ApiContext } from "../context.ts";
import { etag, matchesNone } from "../preconditions.ts";
import { ok, type RouteTable } from "../route.ts";

/** The metadata that the studio draws its screens from. */
export function addPublishedMetadataRoutes(table: RouteTable, _context: ApiContext): void {
  table.add({
    method: "GET",
    path: "/metadata",
    access: "member",
    describe: {
      summary: {
        "zh-CN": "已发布的元数据（调用者可见的部分）",
        en: "Published metadata that the caller may see",
      },
      tag: "metadata",
      answer: publishedMetadata,
      other: { 304: {} },
    },
    handle({ caller, header }) {
      const tag = etag(caller.model.version);
      if (matchesNone(header("if-none-match"), tag))
        return Promise.resolve({ status: 304, headers: { etag: tag } });
      const documents = visibleDocuments(caller.model, caller.access);
      return Promise.resolve(ok({ version: caller.model.version, documents }, { etag: tag }));
    },
  });
}
