import { failure, success, type Result } from "#engine";
import { badRequest } from "../operations/records/problems.ts";
import type { RouteDescription } from "./route.ts";

const DEFAULT = 50;
const MOST = 100;

/** Which page of a list is asked for. */
export interface PageRequest {
  readonly limit: number;
  /** As the page before returned it; null: the first page. */
  readonly cursor: string | null;
}

/** Describes `limit` and `cursor` in the OpenAPI document. */
export const pageQuery: NonNullable<RouteDescription["query"]> = [
  { name: "limit", schema: { type: "integer", minimum: 1, maximum: MOST, default: DEFAULT } },
  { name: "cursor", schema: { type: "string" } },
];

/** Reads `limit` and `cursor`; anything but 1–100 is malformed. */
export function readPage(query: ReadonlyMap<string, string>): Result<PageRequest> {
  const given = query.get("limit");
  const limit = given === undefined ? DEFAULT : /^\d{1,3}$/.test(given) ? Number(given) : 0;
  if (limit < 1 || limit > MOST) return failure(badLimit);
  return success({ limit, cursor: query.get("cursor") ?? null });
}

const badLimit = badRequest("/limit", "bad_query", {
  "zh-CN": `limit 应为 1–${MOST} 的整数。`,
  en: `“limit” must be an integer from 1 to ${MOST}.`,
});
