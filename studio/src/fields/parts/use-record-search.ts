import { computed, ref, watch, type Ref } from "vue";
import type { References, SearchHit } from "../../api/answers.ts";
import { queryRecords, readRecord } from "../../api/records.ts";
import { searchRecords } from "../../api/search.ts";
import { useObjects } from "../../model/use-objects.ts";

interface Entry {
  readonly value: string;
  readonly label: string;
}

/** Milliseconds of quiet before what was typed is looked up. */
const QUIET_MS = 200;

/** Records of an object to choose from: the latest, or those found by words; and the names of those chosen. */
export function useRecordSearch(
  target: () => string,
  chosen: () => readonly string[],
  references: () => References | undefined,
) {
  const { known, nameField, nameOf, labelOf } = useNames(target, chosen, references);
  const words = ref("");
  const open = ref(false);

  async function latest(): Promise<readonly Entry[]> {
    const page = await queryRecords(target(), { fields: [nameField.value], limit: 15 });
    return page.items.map((one) => ({ value: one.id, label: nameOf(one.values) || one.id }));
  }
  async function search(): Promise<readonly Entry[]> {
    const hits: readonly SearchHit[] = await searchRecords(words.value, { object: target(), limit: 15 });
    return hits.map((one) => ({ value: one.id, label: one.name }));
  }
  const { found, loading, ask } = useLatestAnswer(() => (words.value.trim() === "" ? latest() : search()));
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch([words, open, target], () => {
    clearTimeout(timer);
    if (open.value) timer = setTimeout(ask(), words.value === "" ? 0 : QUIET_MS);
  });
  watch(found, (entries) => {
    const names = entries.map((one) => [`${target()}/${one.value}`, one.label]);
    known.value = { ...known.value, ...(Object.fromEntries(names) as Record<string, string>) };
  });

  /** Those chosen are always among the entries, so that their names are shown. */
  const items = computed(() => {
    const missing = chosen().filter((id) => !found.value.some((one) => one.value === id));
    return [...missing.map((id) => ({ value: id, label: labelOf(id) ?? "…" })), ...found.value];
  });
  return { words, open, loading, items, labelOf };
}

/** Entries by the newest question; an answer that comes after a newer question is dropped. */
function useLatestAnswer(entries: () => Promise<readonly Entry[]>) {
  const loading = ref(false);
  const found: Ref<readonly Entry[]> = ref([]);
  let asked = 0;
  async function look(turn: number): Promise<void> {
    loading.value = true;
    try {
      const hits = await entries();
      if (turn === asked) found.value = hits;
    } catch (error) {
      if (turn === asked) found.value = [];
      console.warn("record search", error);
    } finally {
      if (turn === asked) loading.value = false;
    }
  }
  /** Makes what is under way outdated at once; what it returns looks the entries up. */
  function ask(): () => void {
    asked += 1;
    const turn = asked;
    return () => void look(turn);
  }
  return { found, loading, ask };
}

/** Names of the records chosen, learnt as they are met. */
function useNames(
  target: () => string,
  chosen: () => readonly string[],
  references: () => References | undefined,
) {
  const { objects } = useObjects();
  const nameField = computed(() => objects.value.get(target())?.nameField?.apiName ?? "name");
  const known = ref<Record<string, string>>({});
  const nameOf = (values: Readonly<Record<string, unknown>>): string => {
    const name = values[nameField.value];
    return typeof name === "string" ? name : "";
  };
  const labelOf = (id: string): string | undefined =>
    references()?.[`${target()}/${id}`] ?? known.value[`${target()}/${id}`];
  async function learn(id: string): Promise<void> {
    if (labelOf(id) !== undefined) return;
    const key = `${target()}/${id}`;
    const record = await readRecord(target(), id).catch(() => null);
    known.value = { ...known.value, [key]: (record && nameOf(record.values)) || id };
  }
  watch([chosen, target], ([ids]) => void Promise.all(ids.map(learn)), { immediate: true });
  return { known, nameField, nameOf, labelOf };
}
