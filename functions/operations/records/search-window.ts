import {
  compareUtf8,
  firstToken,
  matchSearch,
  objectAccess,
  type FieldModel,
  type ObjectModel,
  type SearchQuestion,
  type SearchReading,
  type SearchWord,
  type StoredRecord,
} from "#engine";
import type { Posting, PostingPage, PostingRequest, RecordStore } from "../../ports/record-store.ts";
import type { Caller } from "../access/caller.ts";

/** Records of a window, and the postings first read of each word. */
export const WINDOW = 50;
/** Postings of one further read, and such reads for one window: others may be of objects that are not asked for. */
const POSTINGS_PER_READ = 500;
const MOST_READS = 6;

/** What is searched, for whom. */
export interface Search {
  readonly recordStore: Pick<RecordStore, "postings" | "getMany">;
  readonly caller: Caller;
  readonly question: SearchQuestion;
  /** Objects to look in, by id. */
  readonly objects: ReadonlyMap<string, ObjectModel>;
}

/** Where a window lies: in the postings of one word of a reading. */
export interface WindowPlace {
  readonly reading: number;
  /** The word whose postings are gone through; null: to be chosen. */
  readonly driver: number | null;
  /** Behind this posting; null: from the first. */
  readonly from: Posting | null;
  /** Up to this posting, when that was settled before; null: it is not. */
  readonly to: Posting | null;
}

/** A record that is found and may be seen. */
export interface Hit {
  readonly record: StoredRecord;
  readonly object: ObjectModel;
  readonly fields: readonly FieldModel[];
  readonly rank: number;
}

export interface Window {
  /** Settled: with the word chosen and the last posting. */
  readonly place: WindowPlace;
  /** Best first. */
  readonly hits: readonly Hit[];
  /** Whether there may be postings behind `place.to`. */
  readonly hasMore: boolean;
}

/** One window: its records are read, looked at again with the caller's eyes, and ranked. */
export async function readWindow(search: Search, place: WindowPlace): Promise<Window> {
  const reading = search.question.readings[place.reading] ?? [];
  const start = place.driver === null ? await choose(search, reading) : { driver: place.driver };
  const word = reading[start.driver];
  if (!word) return { place, hits: [], hasMore: false };
  const drawn = await drawPostings(search, { ...place, ...start, word });
  const records = await loadRecords(search, drawn.candidates);
  const hits = records.flatMap((record) => hitOf(search, { reading, word, place, record }));
  hits.sort(byRank);
  return {
    place: { ...place, driver: start.driver, to: drawn.last },
    hits,
    hasMore: drawn.hasMore,
  };
}

/** Total order of the hits of a window: best first, then the last changed; a record that did not change keeps its place. */
export function byRank(a: Ranked, b: Ranked): number {
  return (
    a.rank - b.rank ||
    compareUtf8(b.record.updatedAt, a.record.updatedAt) ||
    compareUtf8(a.record.id, b.record.id)
  );
}

/** What the order of hits goes by. */
export interface Ranked {
  readonly rank: number;
  readonly record: Pick<StoredRecord, "id" | "updatedAt">;
}

interface Start {
  readonly driver: number;
  /** Postings of the driver that are read already. */
  readonly first?: PostingPage;
  /** For each other word whose postings are all read: the records that have it. */
  readonly others?: readonly ReadonlySet<string>[];
}

/** Looks every word up at once and goes by the rarest; the others are checked on the records it finds. */
async function choose(search: Search, reading: SearchReading): Promise<Start> {
  const words = reading.flatMap((word, at) => (word.isWeak ? [] : [{ word, at }]));
  const probes = await Promise.all(
    words.map(async ({ word, at }) => {
      const page = await readPage(search, word, { after: null, until: null, limit: WINDOW });
      const records = new Set(page.items.map(keyOf));
      return { at, page, records, cost: page.hasMore ? WINDOW + 1 / word.token.length : records.size };
    }),
  );
  const [rarest, ...rest] = [...probes].sort((a, b) => a.cost - b.cost);
  if (!rarest) return { driver: -1 };
  const others = rest.filter((one) => !one.page.hasMore).map((one) => one.records);
  return { driver: rarest.at, first: rarest.page, others };
}

interface Drawn {
  readonly candidates: readonly Posting[];
  /** The last posting gone through; null: there was none. */
  readonly last: Posting | null;
  readonly hasMore: boolean;
}

async function drawPostings(
  search: Search,
  asked: Start & WindowPlace & { readonly word: SearchWord },
): Promise<Drawn> {
  const { word, from, to, first } = asked;
  const candidates = new Map<string, Posting>();
  const drawn = (hasMore: boolean): Drawn => ({ candidates: [...candidates.values()], last, hasMore });
  const most = to === null ? WINDOW : Infinity;
  let last = from;
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const span = { after: last, until: to, limit: reads === 0 ? WINDOW : POSTINGS_PER_READ };
    const page = (reads === 0 ? first : undefined) ?? (await readPage(search, word, span));
    for (const posting of page.items) {
      if (candidates.size === most) return drawn(true);
      last = posting;
      if (isCandidate(search, asked, posting)) candidates.set(keyOf(posting), posting);
    }
    if (!page.hasMore) return drawn(to !== null);
  }
  return drawn(true);
}

function isCandidate({ objects }: Search, { others = [] }: Start, posting: Posting): boolean {
  return objects.has(posting.objectId) && others.every((one) => one.has(keyOf(posting)));
}

function readPage(
  { recordStore, caller }: Search,
  { token, isWhole }: SearchWord,
  span: Pick<PostingRequest, "after" | "until" | "limit">,
): Promise<PostingPage> {
  return recordStore.postings(caller.workspace, { token, isWhole, ...span });
}

function keyOf({ objectId, id }: Posting): string {
  return `${objectId} ${id}`;
}

async function loadRecords(
  { recordStore, caller, objects }: Search,
  candidates: readonly Posting[],
): Promise<readonly StoredRecord[]> {
  if (candidates.length === 0) return [];
  const refs = candidates.flatMap(({ objectId, id }) => {
    const object = objects.get(objectId);
    return object ? [{ object, id }] : [];
  });
  return recordStore.getMany(caller.workspace, refs);
}

interface Candidate {
  readonly reading: SearchReading;
  readonly word: SearchWord;
  readonly place: WindowPlace;
  readonly record: StoredRecord;
}

/** Nothing when the caller may not see it, when it does not match any more, or when it came before. */
function hitOf(search: Search, { reading, word, place, record }: Candidate): readonly Hit[] {
  const { caller, question } = search;
  const object = caller.model.objects.get(record.object);
  const granted = objectAccess(caller.access, record.object);
  if (!object || !granted.seesRecord(record)) return [];
  const isVisible = (field: FieldModel) => granted.field(field.apiName) !== "none";
  const asked = { question, isVisible };
  const match = matchSearch({ object, record }, { ...asked, reading });
  if (!match) return [];
  const earlier = question.readings.slice(0, place.reading);
  const isTold = earlier.some((one) => matchSearch({ object, record }, { ...asked, reading: one }));
  if (isTold || isBefore(place.from, { object, record, word })) return [];
  return [{ record, object, ...match }];
}

/** A record belongs to the window of the first posting that finds it. */
function isBefore(
  from: Posting | null,
  {
    object,
    record,
    word,
  }: { readonly object: ObjectModel; readonly record: StoredRecord; readonly word: SearchWord },
): boolean {
  const token = from && firstToken(object, record, word);
  if (!from || token === null) return false;
  const order =
    compareUtf8(token, from.token) ||
    compareUtf8(object.id, from.objectId) ||
    compareUtf8(record.id, from.id);
  return order <= 0;
}
