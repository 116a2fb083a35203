import {
  failure,
  invalid,
  limits,
  parseFilter,
  success,
  type Filter,
  type Problem,
  type Result,
  type SortKey,
} from "#engine";
import { badRequest } from "./problems.ts";

/** A query after its shape was checked (http-api.md, "Query"); whether its fields may be read is decided later. */
export interface QueryRequest {
  readonly filter: Filter | null;
  readonly sort: readonly SortKey[];
  /** API names, `relation.field` allowed; null: whole records. */
  readonly fields: readonly string[] | null;
  readonly limit: number;
  readonly cursor: string | null;
  /** Matching records to pass over; 0 with a cursor. */
  readonly offset: number;
  readonly count: boolean;
  readonly explain: boolean;
}

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = limits.pageSize;
export const MAX_OFFSET = 10_000;
const MOST_COLUMNS = 100;
const MOST_SORT_KEYS = 3;
const FIELD_PATH = /^[a-z][A-Za-z0-9_]{0,62}(\.[a-z][A-Za-z0-9_]{0,62})?$/;

/** Reads the parts of a query; `body` is an object without unknown properties. */
export function readQuery(body: Readonly<Record<string, unknown>>): Result<QueryRequest> {
  const filter = readFilter(body["filter"]);
  const sort = readSort(body["sort"]);
  const fields = readFields(body["fields"]);
  const limit = readLimit(body["limit"]);
  const flags = [...flagProblems(body), ...cursorProblems(body["cursor"]), ...offsetProblems(body)];
  const problems = [filter, sort, fields, limit].flatMap((one) => (one.ok ? [] : one.problems));
  if (!filter.ok || !sort.ok || !fields.ok || !limit.ok || flags.length > 0) {
    return failure(...problems, ...flags);
  }
  return success({
    filter: filter.value,
    sort: sort.value,
    fields: fields.value,
    limit: limit.value,
    cursor: typeof body["cursor"] === "string" ? body["cursor"] : null,
    offset: typeof body["offset"] === "number" ? body["offset"] : 0,
    count: body["count"] === true,
    explain: body["explain"] === true,
  });
}

/** A filter as sent; absent or null: none. */
export function readFilter(given: unknown): Result<Filter | null> {
  if (given === undefined || given === null) return success(null);
  return parseFilter(given);
}

function readSort(given: unknown): Result<readonly SortKey[]> {
  if (given === undefined || given === null) return success([]);
  if (!Array.isArray(given) || given.length > MOST_SORT_KEYS) return failure(badSort("/sort"));
  const keys = given.map((one: unknown, at) => sortKey(one, `/sort/${at}`));
  const problems = keys.flatMap((one) => (one.ok ? [] : one.problems));
  return problems.length > 0
    ? failure(...problems)
    : success(keys.flatMap((one) => (one.ok ? [one.value] : [])));
}

function sortKey(given: unknown, pointer: string): Result<SortKey> {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return failure(badSort(pointer));
  const { field, direction = "asc", ...others } = given as Record<string, unknown>;
  if (typeof field !== "string" || !FIELD_PATH.test(field)) return failure(badSort(`${pointer}/field`));
  if (direction !== "asc" && direction !== "desc") return failure(badSort(`${pointer}/direction`));
  if (Object.keys(others).length > 0) return failure(badSort(pointer));
  return success({ field, direction });
}

function readFields(given: unknown): Result<readonly string[] | null> {
  if (given === undefined || given === null) return success(null);
  const isList = Array.isArray(given) && given.length > 0 && given.length <= MOST_COLUMNS;
  if (!isList || !given.every((one) => typeof one === "string" && FIELD_PATH.test(one))) {
    return failure(badFields);
  }
  return success([...new Set(given as string[])]);
}

function readLimit(given: unknown): Result<number> {
  if (given === undefined || given === null) return success(DEFAULT_LIMIT);
  const isFine = typeof given === "number" && Number.isInteger(given) && given >= 1 && given <= MAX_LIMIT;
  return isFine ? success(given) : failure(badLimit);
}

function flagProblems(body: Readonly<Record<string, unknown>>): readonly Problem[] {
  return ["count", "explain"]
    .filter((name) => body[name] !== undefined && typeof body[name] !== "boolean")
    .map((name) =>
      invalid(`/${name}`, "wrong_type", {
        "zh-CN": `“${name}”应为 true 或 false。`,
        en: `“${name}” must be true or false.`,
      }),
    );
}

function cursorProblems(given: unknown): readonly Problem[] {
  if (given === undefined || given === null || typeof given === "string") return [];
  return [
    badRequest("/cursor", "bad_cursor", {
      "zh-CN": "翻页标记应为上一页返回的文本。",
      en: "The cursor must be the text that the page before returned.",
    }),
  ];
}

function offsetProblems({ offset, cursor }: Readonly<Record<string, unknown>>): readonly Problem[] {
  if (offset === undefined || offset === null) return [];
  const isFine =
    typeof offset === "number" && Number.isInteger(offset) && offset >= 0 && offset <= MAX_OFFSET;
  if (!isFine) return [badOffset];
  return offset > 0 && typeof cursor === "string" ? [offsetWithCursor] : [];
}

function badSort(pointer: string): Problem {
  return badRequest(pointer, "bad_query", {
    "zh-CN": `排序无效：最多 ${MOST_SORT_KEYS} 项，每项为 {field, direction: "asc"|"desc"}。`,
    en: `The sort is not valid: at most ${MOST_SORT_KEYS} of {field, direction: "asc"|"desc"}.`,
  });
}

const badFields = badRequest("/fields", "bad_query", {
  "zh-CN": `fields 应为 1–${MOST_COLUMNS} 个字段名。`,
  en: `“fields” takes 1–${MOST_COLUMNS} field names.`,
});

const badLimit = badRequest("/limit", "bad_query", {
  "zh-CN": `limit 应为 1–${MAX_LIMIT} 的整数。`,
  en: `“limit” must be an integer from 1 to ${MAX_LIMIT}.`,
});

const badOffset = badRequest("/offset", "bad_query", {
  "zh-CN": `offset 应为 0–${MAX_OFFSET} 的整数。`,
  en: `“offset” must be an integer from 0 to ${MAX_OFFSET}.`,
});

const offsetWithCursor = badRequest("/offset", "bad_query", {
  "zh-CN": "offset 不能与 cursor 同时使用。",
  en: "“offset” cannot be used together with a cursor.",
});
