import { useStorage } from "@vueuse/core";
import type { SearchHit } from "../../api/answers.ts";

export type RecentRecord = Pick<SearchHit, "object" | "id" | "name">;

const MOST_WORDS = 5;
const MOST_RECORDS = 7;

/** Forgotten with the tab, so that nothing of a person's records stays in a shared browser. */
const words = useStorage<readonly string[]>("tessera.search.words", [], sessionStorage);
const records = useStorage<readonly RecentRecord[]>("tessera.search.records", [], sessionStorage);

/** What was searched and opened from there in this tab, the last first. */
export function useRecent() {
  return {
    words,
    records,
    /** Notes that a search led to something. */
    noteWords(text: string): void {
      const typed = text.trim();
      if (typed !== "")
        words.value = lastFirst(words.value, typed, (one) => one === typed).slice(0, MOST_WORDS);
    },
    noteRecord({ object, id, name }: RecentRecord): void {
      const isSame = (one: RecentRecord) => one.object === object && one.id === id;
      records.value = lastFirst(records.value, { object, id, name }, isSame).slice(0, MOST_RECORDS);
    },
    clear(): void {
      words.value = [];
      records.value = [];
    },
  };
}

function lastFirst<Item>(list: readonly Item[], item: Item, isSame: (one: Item) => boolean): readonly Item[] {
  return [item, ...list.filter((one) => !isSame(one))];
}
