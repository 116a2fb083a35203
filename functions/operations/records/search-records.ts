import {
  failure,
  objectAccess,
  readSearch,
  success,
  MOST_SEARCH_WORDS,
  SEARCH_TEXT_LENGTH,
  type Problem,
  type Result,
} from "#engine";
import type { Clock } from "../../ports/clock.ts";
import type { RecordStore } from "../../ports/record-store.ts";
import type { Signer } from "../../ports/signer.ts";
import type { Caller } from "../access/caller.ts";
import { foundRecord, type FoundRecord } from "./found-record.ts";
import { openCursor, sealCursor, type CursorBinding } from "./cursor.ts";
import { badRequest, notFound } from "./problems.ts";
import { findById } from "./search-by-id.ts";
import { byRank, readWindow, type Hit, type Ranked, type Search, type WindowPlace } from "./search-window.ts";

export interface SearchRequest {
  readonly text: string;
  /** API name of the only object to look in; null: all that the caller may read. */
  readonly object: string | null;
  /** 1–50. */
  readonly limit: number;
  /** Null: from the best on. */
  readonly cursor: string | null;
}

export interface SearchAnswer {
  readonly items: readonly FoundRecord[];
  readonly cursor: string | null;
  /** The read budget ended before the page was full; the cursor goes on. */
  readonly partial?: true;
}

export interface SearchPorts {
  readonly recordStore: Pick<RecordStore, "postings" | "getMany">;
  readonly clock: Clock;
  readonly signer: Signer;
}

/** Windows of at most 100 records that one request looks at. */
const MOST_WINDOWS = 8;

/**
 * Keyword search: every word begins a word or a part of one in a field the caller may see, or stands anywhere in Chinese.
 * Exact names first, then names that begin so, then the last changed; where more than 100 records match, in windows.
 */
export async function searchRecords(
  ports: SearchPorts,
  caller: Caller,
  request: SearchRequest,
): Promise<Result<SearchAnswer>> {
  const question = readSearch(request.text);
  if (!question) return failure(tooManyWords);
  const readable = readableObjects(caller, request.object);
  if (!readable) return failure(notFound);
  const objects = new Map(readable.map((one) => [one.id, one]));
  const search: Search = { recordStore: ports.recordStore, caller, question, objects };
  const binding = bindingOf(caller, question.text, request.object);
  const from = openPosition(ports, binding, request.cursor);
  if (!from.ok) return from;
  const own = from.value === null ? await findById(search, request.text) : null;
  const page = await fillPage(search, { position: from.value ?? start, limit: request.limit, own });
  const items = page.hits.map((hit) => foundRecord(caller, hit, request.text));
  const now = ports.clock.now();
  return success({
    items: own ? [own, ...items] : items,
    cursor: page.next && sealCursor(ports.signer, binding, { position: page.next, now }),
    ...(page.isPartial ? { partial: true as const } : {}),
  });
}

/** Where a page begins: in a window, behind a hit of it. */
interface Position extends WindowPlace {
  readonly after: readonly [rank: number, updatedAt: string, id: string] | null;
}

const start: Position = { reading: 0, driver: null, from: null, to: null, after: null };

interface Page {
  readonly hits: readonly Hit[];
  readonly next: Position | null;
  readonly isPartial: boolean;
}

/** Goes on until there is one hit more than asked for, so that a cursor leads to something. */
async function fillPage(
  search: Search,
  asked: { readonly position: Position; readonly limit: number; readonly own: FoundRecord | null },
): Promise<Page> {
  const limit = asked.limit - (asked.own ? 1 : 0);
  const hits: Hit[] = [];
  let position: Position | null = search.question.readings.length === 0 ? null : asked.position;
  for (let windows = 0; position && windows < MOST_WINDOWS; windows += 1) {
    const window = await readWindow(search, position);
    const fresh = window.hits.filter((hit) => isBehind(position, hit) && hit.record.id !== asked.own?.id);
    const taken = fresh.slice(0, limit - hits.length);
    hits.push(...taken);
    if (taken.length < fresh.length) {
      const last = taken.at(-1);
      const after = last ? ([last.rank, last.record.updatedAt, last.record.id] as const) : position.after;
      return { hits, next: { ...window.place, after }, isPartial: false };
    }
    position = followingPosition(search, window);
  }
  return { hits, next: position, isPartial: position !== null };
}

function isBehind(position: Position | null, hit: Ranked): boolean {
  if (!position?.after) return true;
  const [rank, updatedAt, id] = position.after;
  return byRank({ rank, record: { updatedAt, id } }, hit) < 0;
}

/** The next window of the same word, or the first of the next way to understand what was typed. */
function followingPosition(
  search: Search,
  { place, hasMore }: { readonly place: WindowPlace; readonly hasMore: boolean },
): Position | null {
  if (hasMore && place.to) return { ...place, from: place.to, to: null, after: null };
  const reading = place.reading + 1;
  return reading < search.question.readings.length ? { ...start, reading } : null;
}

function readableObjects(caller: Caller, only: string | null) {
  const all = [...caller.model.objects.values()];
  const readable = all.filter((one) => objectAccess(caller.access, one.apiName).read);
  if (only === null) return readable;
  const object = readable.find((one) => one.apiName === only);
  return object ? [object] : null;
}

function bindingOf(caller: Caller, text: string, object: string | null): CursorBinding {
  return {
    workspace: caller.workspace,
    userId: caller.user.id,
    question: JSON.stringify(["search", text, object]),
  };
}

function openPosition(
  ports: SearchPorts,
  binding: CursorBinding,
  cursor: string | null,
): Result<Position | null> {
  if (cursor === null) return success(null);
  const opened = openCursor(ports.signer, binding, { cursor, now: ports.clock.now() });
  return opened.ok ? success(opened.value as Position) : opened;
}

const tooManyWords: Problem = badRequest("", "bad_query", {
  "zh-CN": `搜索内容过长：最多 ${SEARCH_TEXT_LENGTH} 个字符、${MOST_SEARCH_WORDS} 个词。`,
  en: `The search is too long: at most ${SEARCH_TEXT_LENGTH} characters and ${MOST_SEARCH_WORDS} words.`,
});
