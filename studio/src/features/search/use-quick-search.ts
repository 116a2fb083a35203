import { ref, watch, type Ref } from "vue";
import type { SearchHit } from "../../api/answers.ts";
import { searchPage } from "../../api/search.ts";

/** Milliseconds of quiet before what was typed is looked up. */
const QUIET_MS = 120;
/** Records shown before "all results". */
const SHOWN = 12;

/** The best records for what is being typed; an answer to what was typed before is dropped. */
export function useQuickSearch(words: Ref<string>) {
  const hits = ref<readonly SearchHit[]>([]);
  /** What the hits were found by; empty before the first answer. */
  const answered = ref("");
  const hasMore = ref(false);
  const searching = ref(false);
  const failed = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | undefined;

  watch(words, (text) => {
    clearTimeout(timer);
    running?.abort();
    if (text.trim() === "") return forget();
    searching.value = true;
    timer = setTimeout(() => void look(text.trim()), QUIET_MS);
  });

  function forget(): void {
    hits.value = [];
    answered.value = "";
    searching.value = false;
    failed.value = false;
  }
  async function look(text: string): Promise<void> {
    const mine = new AbortController();
    running = mine;
    try {
      const page = await searchPage({ words: text, limit: SHOWN }, mine.signal);
      if (mine.signal.aborted) return;
      hits.value = page.items;
      hasMore.value = page.cursor !== null;
      answered.value = text;
      failed.value = false;
    } catch (error) {
      if (mine.signal.aborted) return;
      hits.value = [];
      failed.value = true;
      console.warn("search", error);
    }
    searching.value = false;
  }
  return { hits, answered, hasMore, searching, failed };
}
