import { useInfiniteQuery, useQueryClient } from "@tanstack/vue-query";
import { computed } from "vue";
import { ApiError } from "../../api/api-error.ts";
import { purgeFromBin, readBin, restoreFromBin, type BinItem, type BinOutcomes } from "../../api/bulk.ts";
import { useTexts } from "../../i18n/i18n.ts";

/** A deleted record with the object it is of. */
export interface BinRow extends BinItem {
  readonly object: string;
}

interface BinPart {
  readonly rows: readonly BinRow[];
  readonly references: Readonly<Record<string, string>>;
  readonly cursor: string | null;
}

/** Records read of each object when all are shown together. */
const OF_EACH = 30;

/** Deleted records of one object page by page, or the last ones of several together. */
export function useBin(question: () => { readonly objects: readonly string[]; readonly q: string }) {
  const query = useInfiniteQuery({
    queryKey: computed(() => ["bin", question()]),
    queryFn: ({ pageParam, signal }) => readParts(question(), pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
    enabled: computed(() => question().objects.length > 0),
  });
  const pages = computed(() => query.data.value?.pages ?? []);
  const rows = computed(() => pages.value.flatMap((one) => one.rows));
  const references = computed<Readonly<Record<string, string>>>(
    () => Object.assign({}, ...pages.value.map((one) => one.references)) as Record<string, string>,
  );
  return { query, rows, references };
}

async function readParts(
  { objects, q }: { readonly objects: readonly string[]; readonly q: string },
  cursor: string | null,
  signal: AbortSignal,
): Promise<BinPart> {
  const [only] = objects;
  const limit = objects.length === 1 ? 50 : OF_EACH;
  const parts = await Promise.all(
    objects.map(async (object) => ({ object, page: await readBin(object, { q, cursor, limit }, signal) })),
  );
  const rows = parts.flatMap(({ object, page }) => page.items.map((one) => ({ ...one, object })));
  const references = Object.assign({}, ...parts.map(({ page }) => page.references)) as Record<string, string>;
  const isOne = objects.length === 1 && only !== undefined;
  return {
    rows: rows.toSorted((a, b) => (a.deletedAt < b.deletedAt ? 1 : -1)),
    references,
    cursor: isOne ? (parts[0]?.page.cursor ?? null) : null,
  };
}

/** Brings records back, or removes them for good; a notice says what became of them. */
export function useBinActions() {
  const client = useQueryClient();
  const toast = useToast();
  const { t, say } = useTexts();
  async function each(rows: readonly BinRow[], act: Act, said: "restored" | "purged"): Promise<void> {
    const outcomes = await outcomesOf(rows, act).catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      toast.add({ title: error.problems[0]?.message ?? error.message, color: "error" });
      return [];
    });
    const refused = outcomes.filter((one) => one.problems.length > 0);
    const done = outcomes.length - refused.length;
    if (done > 0) toast.add({ title: t(`bin.${said}`, { count: done }), color: "success" });
    for (const one of refused.slice(0, 3)) {
      const name = rows.find((row) => row.id === one.id)?.name ?? "";
      const title = t("bin.refused", { name });
      toast.add({ title, description: say(one.problems[0]?.message), color: "warning" });
    }
    await Promise.all([
      client.invalidateQueries({ queryKey: ["bin"] }),
      client.invalidateQueries({ queryKey: ["records"] }),
    ]);
  }
  return {
    restore: (rows: readonly BinRow[]) => each(rows, restoreFromBin, "restored"),
    purge: (rows: readonly BinRow[]) => each(rows, purgeFromBin, "purged"),
  };
}

type Act = (object: string, ids: readonly string[]) => Promise<BinOutcomes>;

async function outcomesOf(rows: readonly BinRow[], act: Act): Promise<BinOutcomes["items"]> {
  const outcomes: BinOutcomes["items"][number][] = [];
  for (const object of new Set(rows.map((one) => one.object))) {
    const ids = rows.filter((one) => one.object === object).map((one) => one.id);
    outcomes.push(...(await act(object, ids)).items);
  }
  return outcomes;
}
