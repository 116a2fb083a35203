import type { PageOf, SearchHit } from "./answers.ts";
import { get } from "./http.ts";

/** Records found by words, of one object or of all. */
export async function searchRecords(
  words: string,
  options: { readonly object?: string; readonly limit?: number; readonly signal?: AbortSignal } = {},
): Promise<readonly SearchHit[]> {
  const { object, limit = 20, signal } = options;
  return (await get<PageOf<SearchHit>>("/search", { q: words, object, limit }, signal)).items;
}
